package dev.sheaf.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheaf.catalogue.Phrase;
import dev.sheaf.report.Builds;
import dev.sheaf.report.LeaseLost;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.StoredFile;
import dev.sheaf.report.Work;
import dev.sheaf.report.WorkKind;
import dev.sheaf.rows.SnapshotLost;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Upload;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.ServerTest;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What keeps a report from being lost, doubled or stuck, each by itself.
class SurvivalTest extends ServerTest {

    private static final ObjectNode NO_MANIFEST = JsonMapper.shared().createObjectNode();

    @Autowired
    private DataSource database;

    @Autowired
    private Builds builds;

    @Autowired
    private Bucket bucket;

    @Autowired
    private Segments segments;

    @Autowired
    private Attempt attempt;

    @Autowired
    private BuildSettings settings;

    @Test
    void aWorkerWhoseLeaseIsOverChangesNothing() {
        long id;
        Work current;
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            id = begun("Africa/Abidjan");
            current = work(id).getFirst();
            Work late = with(current, current.lease() - 1);
            long version = version(id);

            assertThatThrownBy(() ->
                            builds.completed(late, new StoredFile("reports/late", 1, 1), 1, NO_MANIFEST, List.of()))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> builds.planLater(late)).isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> builds.failed(late, Phrase.of("failed.here")))
                    .isInstanceOf(LeaseLost.class);

            assertThat(version(id)).isEqualTo(version);
            assertThat(work(id)).containsExactly(current);
        }
        assertThat(as("operator").awaitEnd(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void aFileThatLacksRowsIsNeverHandedOut() {
        long id;
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            id = begun("Africa/Accra");
            Work current = work(id).getFirst();
            assertThatThrownBy(() -> builds.completed(
                            current, new StoredFile("reports/short", 1, 9), 10, NO_MANIFEST, List.of()))
                    .hasMessageContaining("must not be completed");
            assertThatThrownBy(() -> jdbc.sql("""
                            update sheaf.reports
                            set state = 'completed', rows_expected = 10, rows_written = 9, size_bytes = 1,
                                object_key = 'reports/short', completed_at = now()
                            where id = :id
                            """).param("id", id).update())
                    .hasMessageContaining("completed_is_complete");
        }
        assertThat(as("operator").awaitEnd(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void whoeverHasLostTheirWorkDoesNotTakeItBack() {
        long id;
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            id = begun("Africa/Asmara");
            // As if another node had taken this one for dead.
            long taken = jdbc.sql("""
                            update sheaf.work set lease = nextval('sheaf.lease_tokens') where report_id = :id
                            returning lease
                            """).param("id", id).query(Long.class).single();
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> work(id).getFirst().lease() == taken);
        }
        assertThat(as("operator").awaitEnd(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void workThatHasCostThreeLivesFailsItsReportWithAReason() {
        long id;
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            id = begun("Africa/Algiers");
            // As if its worker had died, was taken for dead twice before, and nobody held it now.
            jdbc.sql("update sheaf.work set lost = 3, ticket = null, lease = null where report_id = :id")
                    .param("id", id)
                    .update();
            jdbc.sql("""
                    insert into sheaf.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                    values ('work', gen_random_uuid()::text, now(), false, 1)
                    """).update();
            JsonNode ended = as("operator").awaitEnd(id);
            assertThat(ended.path("status").asString()).isEqualTo("failed");
            assertThat(ended.path("error_message").asString()).contains("lost, 3 times");
        }
    }

    @Test
    void anErrorOfTheMachineIsTriedAgainAndFailsTheReportInTheEnd() {
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            long id = begun("Africa/Bissau");
            Work current = work(id).getFirst();

            attempt.run(current, SurvivalTest::fallOver);

            assertThat(as("operator").get(id).export().path("status").asString())
                    .isIn("pending", "processing");
            await().until(() -> !work(id).isEmpty());
            Work again = work(id).getFirst();
            assertThat(again.lease()).isGreaterThan(current.lease());

            attempt.run(with(again, again.lease(), settings.tries()), SurvivalTest::fallOver);

            JsonNode ended = as("operator").get(id).export();
            assertThat(ended.path("status").asString()).isEqualTo("failed");
            assertThat(ended.path("error_message").asString()).contains("on our side");
        }
    }

    @Test
    void aSnapshotThatGoesWhilePartsArePlannedIsTakenAnew() {
        long id;
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            id = begun("Africa/Banjul");
            Work current = work(id).getFirst();
            Work planning =
                    new Work(current.id(), current.report(), WorkKind.PLAN, current.turn(), current.lease(), 1, 0);

            attempt.run(planning, _ -> {
                throw new SnapshotLost("gone");
            });

            assertThat(as("operator").get(id).export().path("status").asString())
                    .isIn("pending", "processing");
        }
        assertThat(as("operator").awaitEnd(id).path("status").asString()).isEqualTo("completed");
    }

    private static void fallOver(Work work) {
        throw new StackOverflowError(work.toString());
    }

    @Test
    void whoeverIsLateLeavesTheSegmentsOfTheNextPlan() {
        var report = new ReportId(4_000_000_001L);
        for (long lease : List.of(5, 7, 9)) {
            try (Upload upload = bucket.upload(ObjectKeys.segments(report) + "1-" + lease, "text/plain")) {
                upload.write('x');
                upload.finish();
            }
        }

        segments.remove(report, new Work(1, report, WorkKind.PART, "user:1", 7, 1, 0));

        try (Stream<String> left = bucket.keys(ObjectKeys.segments(report))) {
            assertThat(left).containsExactly(ObjectKeys.segments(report) + "1-9");
        }
    }

    @Test
    void reportsThatWaitTellTheirPlacesInTurnsByPublisher() {
        try (var _ = new HeldTable(database, "affiliate.deals")) {
            Api many = people().member(5).api();
            List<Long> asked = IntStream.range(0, 12)
                    .mapToObj(number -> many.create(deals("Etc/GMT-" + number))
                            .export()
                            .path("id")
                            .asLong())
                    .toList();
            long other = people().member(6)
                    .api()
                    .create(deals("UTC"))
                    .export()
                    .path("id")
                    .asLong();
            long position =
                    as("operator").get(other).export().path("queue_position").asLong(0);
            long last = as("operator")
                    .get(asked.getLast())
                    .export()
                    .path("queue_position")
                    .asLong(0);
            // Those that a worker has looked at wait no more.
            assertThat(position).isBetween(0L, 2L);
            assertThat(last).isGreaterThan(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "53300", "53100", "57P01", "57P03", "58030", "25P03", "55P03"})
    void whatPassesByItselfIsTriedAgain(String state) {
        var cause = new SQLException("gone", state);
        assertThat(Attempt.mayPass(new CannotCreateTransactionException("no", cause)))
                .isTrue();
        assertThat(Attempt.mayPass(new DataAccessResourceFailureException("no", cause)))
                .isTrue();
        assertThat(Attempt.mayPass(new CannotCreateTransactionException(
                        "no", new SQLTransientConnectionException("pool is full"))))
                .isTrue();
        assertThat(Attempt.mayPass(new TransactionSystemException("no", new SQLException("Connection is closed"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42501", "22012", "23514"})
    void whatStaysAsItIsFailsAtOnce(String state) {
        assertThat(Attempt.mayPass(new IllegalStateException(new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void waitsDoubleUpToHalfAMinuteAndNoTwoAreAlike() {
        assertThat(Attempt.delay(1, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Attempt.delay(1, 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(Attempt.delay(4, 1)).isEqualTo(Duration.ofSeconds(8));
        assertThat(Attempt.delay(40, 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Attempt.delay(40, 0)).isEqualTo(Duration.ofSeconds(15));
    }

    /// A report of deals that a worker is on.
    private long begun(String zone) {
        long id = as("operator").create(deals(zone)).export().path("id").asLong();
        await().until(() -> !work(id).isEmpty());
        return id;
    }

    private static String deals(String zone) {
        return "{\"report_type\": \"deals_excel\", \"options\": {\"time_zone\": \"%s\"}}".formatted(zone);
    }

    private static Work with(Work work, long lease) {
        return with(work, lease, work.tries());
    }

    private static Work with(Work work, long lease, int tries) {
        return new Work(work.id(), work.report(), work.kind(), work.turn(), lease, tries, work.lost());
    }

    private long version(long id) {
        return jdbc.sql("select version from sheaf.reports where id = :id")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    private List<Work> work(long id) {
        return jdbc.sql("select * from sheaf.work where report_id = :id and lease is not null")
                .param("id", id)
                .query((row, _) -> new Work(
                        row.getLong("id"),
                        new ReportId(row.getLong("report_id")),
                        WorkKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("turn"),
                        row.getLong("lease"),
                        row.getInt("tries"),
                        row.getInt("lost")))
                .list();
    }
}
