package dev.sheaf.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder in which the embedded servers keep everything, held by this process alone until it is closed.
///
/// The hold is an operating system lock on the file `lock`, so it ends with the process however that ends. Folder
/// and subfolders are open to their owner only.
final class DataFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private final Path path;
    private final FileChannel lock;
    private final Generated generated;

    private DataFolder(Path path, FileChannel lock, Generated generated) {
        this.path = path;
        this.lock = lock;
        this.generated = generated;
    }

    /// The folder's one true path, which is made if it is not there.
    static Path made(Path wanted) {
        try {
            return Files.isDirectory(wanted) ? wanted.toRealPath() : privateFolder(wanted);
        } catch (IOException e) {
            if (e instanceof AccessDeniedException && !Files.notExists(wanted)) {
                throw unusable(wanted, e);
            }
            throw new CannotStart("The data folder " + wanted + " cannot be made: " + e + ".", e);
        }
    }

    /// Whether there is a database in it.
    ///
    /// @throws CannotStart if this account may not look there
    static boolean hasDatabase(Path path) {
        try {
            Files.readAttributes(path.resolve("postgres").resolve("PG_VERSION"), BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /// What to tell of a folder that this account may not enter, or that fails otherwise.
    static CannotStart unusable(Path path, IOException e) {
        return new CannotStart(
                "The data folder " + path
                        + (e instanceof AccessDeniedException denied
                                ? " may not be used by this account: run Sheaf as " + owner(path, denied)
                                        + ", or name another folder in SHEAF_DATA."
                                : " cannot be used: " + e + "."),
                e);
    }

    /// Of what was denied, if it is there and can be looked at.
    private static String owner(Path path, AccessDeniedException denied) {
        Path file = denied.getFile() == null ? path : Path.of(denied.getFile());
        Path owned = Files.exists(file) ? file : path;
        try {
            return Files.getOwner(owned).getName() + ", who owns " + owned;
        } catch (IOException _) {
            return "the account that owns it";
        }
    }

    /// @param path as `made` gave it
    static DataFolder open(Path path) {
        try {
            restrict(path);
            var lock = FileChannel.open(path.resolve("lock"), CREATE, WRITE);
            @Nullable FileLock held = lock.tryLock();
            if (held == null) {
                lock.close();
                throw new CannotStart("The data folder " + path + " is in use by another running Sheaf; "
                        + "stop that one or set SHEAF_DATA to another folder.");
            }
            return new DataFolder(path, lock, Generated.in(path));
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /// Whether another process has the folder. Not for a folder that this one has: asking would let go of it.
    static boolean held(Path path) {
        try (var lock = FileChannel.open(path.resolve("lock"), CREATE, WRITE)) {
            return lock.tryLock() == null;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    Path path() {
        return path;
    }

    Generated generated() {
        return generated;
    }

    /// A subfolder, made if it is not there.
    Path subfolder(String name) {
        try {
            return privateFolder(path.resolve(name));
        } catch (IOException e) {
            throw new CannotStart("The folder " + path.resolve(name) + " cannot be used: " + e + ".", e);
        }
    }

    private static Path privateFolder(Path path) throws IOException {
        Files.createDirectories(path);
        restrict(path);
        return path.toRealPath();
    }

    private static void restrict(Path path) throws IOException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        } catch (FileSystemException e) {
            // A mounted volume may belong to another user; the files that hold secrets are closed each by itself.
            LOG.warn("The folder {} cannot be closed to other users: {}", path, e.getReason());
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot let go of " + path, e);
        }
    }
}
