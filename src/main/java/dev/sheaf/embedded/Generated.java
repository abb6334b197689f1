package dev.sheaf.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/// The keys, passwords and ports that the embedded servers made up for themselves, kept in `embedded.properties`.
///
/// A value is written to disk before it is first used, and the file is replaced as a whole, so that a crash leaves
/// either the old or the new one. Readable by its owner only. Not thread safe: `Servers` guards it.
final class Generated {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Properties values = new Properties();

    private Generated(Path file) {
        this.file = file;
    }

    static Generated in(Path folder) throws IOException {
        var generated = new Generated(folder.resolve("embedded.properties"));
        if (Files.exists(generated.file)) {
            generated.values.load(new StringReader(Files.readString(generated.file)));
        }
        return generated;
    }

    /// The secret of that name; made up, 160 bits in hexadecimal, when there is none yet.
    String secret(String name) {
        String known = values.getProperty(name);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return keep(name, HexFormat.of().formatHex(bytes));
    }

    boolean has(String name) {
        return values.getProperty(name) != null;
    }

    /// The port of that name, or 0 when none was kept.
    int port(String name) {
        String known = values.getProperty(name, "0");
        try {
            return Integer.parseInt(known);
        } catch (NumberFormatException e) {
            throw new CannotStart(file + " has " + name + "=" + known + ", which is not a port number.", e);
        }
    }

    void keepPort(String name, int port) {
        if (port(name) != port) {
            keep(name, Integer.toString(port));
        }
    }

    private String keep(String name, String value) {
        values.setProperty(name, value);
        try {
            var text = new StringWriter();
            values.store(text, "Made by Sheaf for its embedded servers. Secret. Needed to open this folder again.");
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(next);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (var channel = FileChannel.open(next, Set.of(CREATE_NEW, WRITE), ownerOnly)) {
                channel.write(UTF_8.encode(text.toString()));
                channel.force(true);
            }
            Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return value;
    }
}
