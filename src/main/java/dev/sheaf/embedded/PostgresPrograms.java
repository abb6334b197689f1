package dev.sheaf.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own `initdb`, `pg_ctl` and `postgres`, unpacked from the jar into a folder named by their digest.
///
/// PostgreSQL refuses to run as root; there the programs run as an unnamed user of a new user namespace
/// (`unshare -U`), while their files still belong to root.
final class PostgresPrograms {

    private final Path home;

    private PostgresPrograms(Path home) {
        this.home = home;
    }

    static PostgresPrograms unpackedIn(Path folder) {
        try {
            byte[] archive = archive();
            Path home = folder.resolve("postgresql-" + digest(archive));
            if (!Files.isDirectory(home)) {
                Path half = Files.createTempDirectory(Files.createDirectories(folder), "unpacking-");
                try {
                    unpack(archive, half);
                    Files.move(half, home);
                } catch (IOException e) {
                    FileSystemUtils.deleteRecursively(half);
                    // Another process may have been faster.
                    if (!Files.isDirectory(home)) {
                        throw e;
                    }
                }
            }
            return new PostgresPrograms(home);
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL cannot be unpacked into " + folder + ": " + e + ".", e);
        }
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return archive.readAllBytes();
        } catch (IllegalStateException e) {
            throw new CannotStart(
                    "This build holds no PostgreSQL for " + system + " on " + machine
                            + "; set SHEAF_DATABASE_URL to a PostgreSQL of your own.",
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("entry outside of its archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if (file.startsWith(folder.resolve("bin")) && !file.toFile().setExecutable(true)) {
                        throw new IOException("cannot make executable: " + file);
                    }
                }
            }
        }
    }

    /// Runs one program to its end. Its output becomes part of the sentence when it fails.
    void run(String program, List<String> arguments) {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int code = process.waitFor();
            if (code != 0 && output.contains("cannot be run as root")) {
                throw new CannotStart(
                        "PostgreSQL does not run as root, and this system lets root make no user namespace; "
                                + "start Sheaf as another user or set SHEAF_DATABASE_URL.");
            }
            if (code != 0) {
                throw new CannotStart("PostgreSQL's " + program + " ended with code " + code + ": "
                        + output.strip().replaceAll("\\s+", " "));
            }
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL's " + program + " cannot be run: " + e + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted while PostgreSQL's " + program + " was running.", e);
        }
    }
}
