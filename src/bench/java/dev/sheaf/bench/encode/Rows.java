package dev.sheaf.bench.encode;

import dev.sheaf.bench.Programs;
import dev.sheaf.bench.Server;
import dev.sheaf.bench.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/// The rows of the sample data as COPY text, taken once and kept.
final class Rows {

    private Rows() {}

    static Path file(int rows, String data) throws IOException, InterruptedException, SQLException {
        Path file = Programs.ROOT.resolve("target/clicks-" + rows + ".copy");
        if (Files.exists(file)) {
            return file;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        String query = Files.readString(Programs.ROOT.resolve("bench/clicks.sql"))
                .strip()
                .replace(":last_id", Integer.toString(rows));
        try (Stage stage = Stage.open(data)) {
            Server.prepare(stage, rows);
            try (Connection database = stage.database();
                    OutputStream out = Files.newOutputStream(unfinished)) {
                database.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + query + ") to stdout", out);
            }
        }
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
