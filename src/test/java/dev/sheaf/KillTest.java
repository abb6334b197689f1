package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerProcess;
import dev.sheaf.testing.Workbooks;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server that is killed forgets nothing that it has accepted.
class KillTest {

    private static final String CLICKS = "--sheaf.demo.clicks=30000";
    private static final String PART_ROWS = "--sheaf.build.part-rows=500";

    @TempDir
    private Path folder = Path.of("target");

    @Test
    void reportsThatAKilledServerWasBuildingAreCompletedAndRightAfterItsRestart() throws Exception {
        long justAsked;
        long inParts;
        try (ServerProcess server = ServerProcess.start(folder, "256m", CLICKS, PART_ROWS)) {
            Api operator = server.as("operator");
            inParts = ask(operator, "Europe/Berlin");
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> ready(operator, inParts) >= 5);
            justAsked = ask(operator, "Asia/Kathmandu");
            server.kill();
        }

        try (ServerProcess server = ServerProcess.start(folder, "256m", CLICKS, PART_ROWS)) {
            Api operator = server.as("operator");
            check(server, operator.awaitEnd(inParts), "Europe/Berlin");
            check(server, operator.awaitEnd(justAsked), "Asia/Kathmandu");
        }
    }

    @Test
    void reportsThatAServerWasBuildingWhenItWasToldToEndAreCompletedAfterItsRestart() throws Exception {
        long inParts;
        try (ServerProcess server = ServerProcess.start(folder, "256m", CLICKS, PART_ROWS)) {
            Api operator = server.as("operator");
            inParts = ask(operator, "Europe/Berlin");
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> ready(operator, inParts) >= 5);
        }

        try (ServerProcess server = ServerProcess.start(folder, "256m", CLICKS, PART_ROWS)) {
            check(server, server.as("operator").awaitEnd(inParts), "Europe/Berlin");
        }
    }

    private static long ask(Api api, String zone) {
        Answer asked = api.create("""
                {"report_type": "clicks_details_excel", "options": {"time_zone": "%s"},
                 "search_params": {"start_date": "2026-05-27", "end_date": "2026-11-24"}}
                """.formatted(zone));
        assertThat(asked.status()).isEqualTo(202);
        return asked.at("/export/id").asLong();
    }

    /// How many parts are ready; the report must still be on its way.
    private static int ready(Api api, long id) {
        JsonNode export = api.get(id).export();
        assertThat(export.path("status").asString()).isNotEqualTo("completed");
        return export.path("progress").path("parts_ready").asInt(0);
    }

    private void check(ServerProcess server, JsonNode export, String zone) throws Exception {
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
