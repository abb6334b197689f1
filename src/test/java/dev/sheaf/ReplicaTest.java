package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.ReplicatedServers;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.OwnServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Rows come from a replica, which takes away what a report is reading: it is planned anew, and nothing is mixed.
///
/// Two more servers take their time to start, so it goes with the tests of `-Poffice`.
@Tag("office")
class ReplicaTest {

    private static final long ROWS = 200_000;
    private static final String TYPE = """
            name: things_csv
            display_name: Things
            format: csv
            filename: things
            source: replica
            from: own.things t
            key: t.id
            scope: everyone
            columns:
              id:   {label: ID, type: id, sql: t.id}
              word: {label: Word, type: text, sql: t.word}
            sorts:
              id: {sql: t.id, sql_type: bigint, nullable: false}
            part_rows: 1000
            """;

    @TempDir
    private Path folder = Path.of("target");

    @Test
    void aReportWhoseSnapshotTheReplicaTakesAwayIsPlannedAnew() throws Exception {
        Path types = Files.createDirectories(folder.resolve("types"));
        Files.writeString(types.resolve("things.yaml"), TYPE);
        try (ReplicatedServers servers = ReplicatedServers.start(folder.resolve("servers"), """
                create table things as select id::bigint, md5(id::text) as word from generate_series(1, %d) as id;
                alter table things add primary key (id);
                analyze things;
                """.formatted(ROWS))) {
            TestServers.Database replica = servers.standby();
            try (Connection connection =
                            DriverManager.getConnection(replica.url(), replica.user(), replica.password());
                    var statement = connection.createStatement();
                    var recovery = statement.executeQuery("select pg_is_in_recovery()")) {
                assertThat(recovery.next()).isTrue();
                assertThat(recovery.getBoolean(1)).isTrue();
            }
            try (OwnServer server = OwnServer.start(Map.of(
                    "sheaf.report-types", types.toString(),
                    "sheaf.sources.replica.url", replica.url(),
                    "sheaf.sources.replica.user", replica.user(),
                    "sheaf.sources.replica.password", replica.password()))) {
                Api operator = server.people().operator().api().withItsOwnDescription();
                long id = operator.create("{\"report_type\": \"things_csv\"}")
                        .export()
                        .path("id")
                        .asLong();
                await().atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> operator.get(id)
                                        .at("/export/progress/parts_ready")
                                        .asInt()
                                > 0);
                try (Connection primary = servers.primary();
                        var statement = primary.createStatement()) {
                    statement.execute("delete from own.things where id % 2 = 0");
                    statement.execute("vacuum own.things");
                }

                JsonNode done = operator.awaitEnd(id);

                assertThat(done.path("status").asString()).as("%s", done).isEqualTo("completed");
                JsonNode plan = operator.manifest(id).at("/manifest/plan");
                assertThat(plan.path("kind").asString()).isEqualTo("ranged");
                assertThat(plan.path("plans").asInt()).as("planned anew").isGreaterThan(1);
                assertThat(Downloaded.rows(done, folder).stream()
                                .map(row -> Long.parseLong(row.getOrDefault("ID", ""))))
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, ROWS)
                                .filter(each -> each % 2 == 1)
                                .boxed()
                                .toList());
            }
        }
    }
}
