package dev.sheaf.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a killed process leaves in a PostgreSQL data folder: a server that still runs, or only its
/// `postmaster.pid`.
///
/// Only a process that calls itself `postgres` and was started with `-D` and this very folder is ever ended. The
/// caller must hold the folder's lock, so that the server cannot belong to a live Sheaf.
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);

    private Orphan() {}

    static void clear(Path folder, PostgresPrograms programs) {
        Path pidFile = folder.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            List<String> lines = Files.readAllLines(pidFile);
            Optional<ProcessHandle> server = lines.stream()
                    .findFirst()
                    .filter(first -> first.strip().matches("[0-9]{1,18}"))
                    .flatMap(first -> ProcessHandle.of(Long.parseLong(first.strip())))
                    .filter(process -> serves(process, folder));
            if (server.isPresent()) {
                LOG.info(
                        "Stopping the PostgreSQL {} that an earlier run left behind",
                        server.get().pid());
                programs.run("pg_ctl", List.of("stop", "-D", folder.toString(), "-m", "fast", "-w", "-t", "60"));
            } else if (lines.isEmpty()) {
                Files.delete(pidFile);
            } else {
                disown(pidFile, lines);
            }
        } catch (IOException e) {
            throw new CannotStart("The file " + pidFile + " of an earlier run cannot be read: " + e + ".", e);
        }
    }

    static boolean serves(ProcessHandle process, Path folder) {
        boolean postgres = process.info()
                .command()
                .map(Path::of)
                .filter(program -> program.endsWith("postgres"))
                .isPresent();
        List<String> arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
        int option = arguments.indexOf("-D");
        return process.isAlive()
                && postgres
                && option >= 0
                && option + 1 < arguments.size()
                && arguments.get(option + 1).equals(folder.toString());
    }

    /// Puts our own process id in place of one that now belongs to somebody else.
    ///
    /// PostgreSQL overlooks its parent's id, but would refuse to start beside a living stranger's. The rest
    /// of the file stays: by the shared memory named in it PostgreSQL recognises survivors of the old server.
    private static void disown(Path pidFile, List<String> lines) throws IOException {
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.writeString(pidFile, String.join("\n", lines) + "\n");
    }
}
