package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerProcess;
import dev.sheaf.testing.Workbooks;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A million rows in a server with a heap of 256 MB, database and store included.
@Tag("large")
class MillionTest {

    @TempDir
    private Path folder = Path.of("target");

    @Test
    void aMillionClicksAreBuiltInASmallHeapAndEveryCellIsRight() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "256m", "--sheaf.demo.clicks=1000000")) {
            assertThat(server.ready().path("rows").asLong()).isEqualTo(1_000_000);
            System.out.printf("Peak memory of the server: %,d KiB%n", server.peakKib());

            Path file = Path.of(server.ready().path("file").asString());
            try (Connection database = server.database()) {
                long rows = Expected.stream(
                        database,
                        "clicks_details.sql",
                        ZoneId.of("UTC"),
                        expected -> Workbooks.stream(file, actual -> SameCells.check(actual, expected)));
                assertThat(rows).isEqualTo(1_000_000);
            }
        }
    }
}
