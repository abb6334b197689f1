package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerProcess;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One server with all that is embedded: whatever ends, it or its database, forgets nothing that was accepted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("faults")
class KillTest {

    private Path folder = Path.of("target");
    private ServerProcess server;

    @BeforeAll
    void start(@TempDir Path own) throws IOException {
        folder = own;
        start();
    }

    private void start() throws IOException {
        server = ServerProcess.start(folder, "256m", "--sheaf.demo.clicks=12000", "--sheaf.build.part-rows=200");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void reportsThatAKilledServerWasBuildingAreCompletedAndRightAfterItsRestart() throws Exception {
        long inParts = half("Europe/Berlin");
        long justAsked = ask("Asia/Kathmandu");
        server.kill();
        start();

        check(inParts, "Europe/Berlin");
        check(justAsked, "Asia/Kathmandu");
    }

    @Test
    void reportsThatAServerWasBuildingWhenItWasToldToEndAreCompletedAfterItsRestart() throws Exception {
        long inParts = half("Europe/Lisbon");
        server.close();
        start();

        check(inParts, "Europe/Lisbon");
    }

    @Test
    void reportsThatWereBuiltWhenTheDatabaseCrashedAreCompletedWhenItIsBack() throws Exception {
        long inParts = half("Asia/Tokyo");
        TestServers.crashAndRestart(server.data());

        check(inParts, "Asia/Tokyo");
    }

    private long ask(String zone) {
        Answer asked = operator().create("""
                {"report_type": "clicks_details_excel", "options": {"time_zone": "%s"},
                 "search_params": {"start_date": "2026-05-27", "end_date": "2026-11-24"}}
                """.formatted(zone));
        assertThat(asked.status()).isEqualTo(202);
        return asked.at("/export/id").asLong();
    }

    private Api operator() {
        return server.as("operator");
    }

    /// A report of which some parts are ready, and not all.
    private long half(String zone) {
        long id = ask(zone);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ready(id) >= 5);
        return id;
    }

    private int ready(long id) {
        JsonNode export = operator().get(id).export();
        assertThat(export.path("status").asString()).isNotEqualTo("completed");
        return export.path("progress").path("parts_ready").asInt(0);
    }

    private void check(long id, String zone) throws Exception {
        await().atMost(Duration.ofMinutes(1)).until(() -> operator().get(id).status() == 200);
        JsonNode export = operator().awaitEnd(id);
        assertThat(export.path("status").asString()).as("%s", export).isEqualTo("completed");
        Path file = Api.download(export, folder);
        try (Connection database = server.database()) {
            Expected.stream(
                    database,
                    "clicks_details.sql",
                    ZoneId.of(zone),
                    expected -> Workbooks.stream(file, actual -> SameCells.check(actual, expected)));
        }
    }
}
