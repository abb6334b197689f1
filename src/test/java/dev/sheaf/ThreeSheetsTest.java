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
import tools.jackson.databind.JsonNode;

/// Three million rows, which no sheet holds, in a server with a heap of 256 MB.
@Tag("large")
class ThreeSheetsTest {

    private static final int CLICKS = 3_000_000;
    private static final int ROWS_OF_A_SHEET = 1_048_575;

    @TempDir
    private Path folder = Path.of("target");

    @Test
    void threeMillionClicksGoOnFromSheetToSheetAndEveryCellIsRight() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "256m", "--sheaf.demo.clicks=" + CLICKS)) {
            JsonNode ready = server.ready();
            assertThat(ready.path("rows").asLong()).isEqualTo(CLICKS);
            System.out.printf("Peak memory of the server: %,d KiB%n", server.peakKib());

            Path file = Path.of(ready.path("file").asString());
            assertThat(Workbooks.sizes(file))
                    .containsExactly(
                            Workbooks.size("Clicks details", ROWS_OF_A_SHEET),
                            Workbooks.size("Clicks details (2)", ROWS_OF_A_SHEET),
                            Workbooks.size("Clicks details (3)", CLICKS - 2 * ROWS_OF_A_SHEET));
            assertThat(Workbooks.text(file, "About"))
                    .contains("Rows | 3000000", "The rows go on in Clicks details (2), Clicks details (3).");
            try (Connection database = server.database()) {
                long rows = Expected.stream(
                        database,
                        "clicks_details.sql",
                        ZoneId.of("UTC"),
                        expected -> Workbooks.streamAll(file, actual -> SameCells.check(actual, expected)));
                assertThat(rows).isEqualTo(CLICKS);
            }
        }
    }
}
