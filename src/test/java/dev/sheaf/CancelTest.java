package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Bucket;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.StuckParts;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Cancelling ends the work within a moment, wherever it is; erasing takes the file away.
class CancelTest extends ServerTest {

    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"country": "nl"}}
            """;

    /// Less than what would end the held statements anyhow.
    private static final Duration SOON = Duration.ofSeconds(8);

    @Autowired
    private Bucket bucket;

    @Test
    void aWorkerInsideALongStatementIsStoppedByTheDatabase() {
        Person member = people().member(1);
        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            long id = member.api().create(BODY).export().path("id").asLong();
            await().atMost(SOON).until(() -> waitingReaders() > 0);

            assertThat(member.api().delete(id).status()).isEqualTo(204);

            await().atMost(SOON).until(() -> waitingReaders() == 0);
            JsonNode cancelled = member.api().get(id).export();
            assertThat(cancelled.path("status").asString()).isEqualTo("failed");
            assertThat(cancelled.path("error_message").asString()).startsWith("Cancelled by ");
            assertThat(cancelled.path("completed_at").isString()).isTrue();
            assertThat(member.api().delete(id).status()).as("again").isEqualTo(204);
            assertThat(member.api().get(id).export().path("updated_at")).isEqualTo(cancelled.path("updated_at"));
        }
    }

    private long waitingReaders() {
        return jdbc.sql("""
                select count(*) from pg_stat_activity
                where application_name = 'sheaf rows' and state = 'active' and wait_event_type = 'Lock'
                """).query(Long.class).single();
    }

    @Test
    void partsStopWhereverTheyAreAndTheirSegmentsGo() {
        Person operator = people().operator();
        Api api = operator.api();
        long id;
        try (StuckParts _ = new StuckParts(owner())) {
            id = api.create("{\"report_type\": \"clicks_details_excel\", \"search_params\": {" + ALL_DAYS + "}}")
                    .export()
                    .path("id")
                    .asLong();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> StuckParts.stuck(jdbc) > 0 && keys(ObjectKeys.segments(new ReportId(id))) > 0);

            Answer part = api.delete(anyPart(id));
            assertThat(part.status()).isEqualTo(409);
            assertThat(part.at("/error/code").asString()).isEqualTo("EXPORT_IS_PART");
            assertThat(part.at("/error/message").asString()).contains("report " + id);

            assertThat(api.delete(id).status()).isEqualTo(204);

            await().atMost(SOON).until(() -> StuckParts.stuck(jdbc) == 0);
        }
        await().atMost(SOON).until(() -> keys(ObjectKeys.segments(new ReportId(id))) == 0);
        assertThat(api.get(id).export().path("error_message").asString()).startsWith("Cancelled by ");
        assertThat(jdbc.sql(
                                "select count(*) from sheaf.reports where parent_id = ? and state in ('pending', 'processing')")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select count(*) from sheaf.work where report_id >= ?")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isZero();
        await().atMost(SOON).until(() -> snapshots() == 0);
    }

    private long snapshots() {
        return jdbc.sql("select count(*) from pg_stat_activity where application_name = 'sheaf snapshot'")
                .query(Long.class)
                .single();
    }

    private long anyPart(long parent) {
        return jdbc.sql("select min(id) from sheaf.reports where parent_id = ?")
                .param(parent)
                .query(Long.class)
                .single();
    }

    @Test
    void anErasedFileIsGoneAndSoAreItsLinksAndItsManifest() {
        Person member = people().member(1);
        JsonNode done = member.api().build(BODY);
        long id = done.path("id").asLong();
        URI link = URI.create(done.path("download_url").asString());
        assertThat(member.api().manifest(id).status()).isEqualTo(200);
        assertThat(Api.raw(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(200);

        assertThat(member.api().delete(id).status()).isEqualTo(204);

        await().atMost(SOON).until(() -> Api.raw(HttpRequest.newBuilder(link)).statusCode() == 404);
        JsonNode erased = member.api().get(id).export();
        assertThat(erased.path("status").asString()).isEqualTo("completed");
        assertThat(erased.path("download_url").isNull()).isTrue();
        assertThat(member.api().manifest(id).status()).isEqualTo(404);
        assertThat(member.api().delete(id).status()).as("again").isEqualTo(204);
        assertThat(member.api().create(BODY).status()).as("no twin any more").isEqualTo(202);
    }

    @Test
    void whatIsOnlyTriedDoesNotHappen() {
        Api member = people().member(1).api();
        long done = member.build(BODY).path("id").asLong();

        Answer erase = member.delete(done, "?dry_run=true");
        assertThat(erase.status()).isEqualTo(400);
        assertThat(erase.at("/error/message").asString()).contains("dry_run", "Nothing was changed");
        assertThat(member.delete(done, "?dry_run=perhaps").status()).isEqualTo(400);
        assertThat(member.get(done).export().path("download_url").isString()).isTrue();

        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            long cancelled =
                    member.create(BODY.replace("nl", "be")).export().path("id").asLong();
            assertThat(member.delete(cancelled, "?dry_run=false").status()).isEqualTo(204);
            assertThat(member.retry(cancelled, "?dry_run=true").status()).isEqualTo(400);
            assertThat(member.get(cancelled).export().path("status").asString()).isEqualTo("failed");
        }
    }

    @Test
    void foreignReportsAreMissingAndOthersMayCancelWhatTheySee() {
        Person member = people().member(1);
        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            long id = member.api().create(BODY).export().path("id").asLong();
            for (Answer foreign : new Answer[] {
                people().member(1).api().delete(id),
                people().admin(2).api().delete(id),
                people().member(1).api().retry(id),
                people().member(1).api().manifest(id),
                people().operator().api().delete(Long.MAX_VALUE / 10)
            }) {
                assertThat(foreign.status()).isEqualTo(404);
            }
            assertThat(member.api().get(id).export().path("status").asString()).isNotEqualTo("failed");
            assertThat(people().admin(1).api().delete(id).status()).isEqualTo(204);
            assertThat(member.api().get(id).export().path("status").asString()).isEqualTo("failed");
        }
    }

    private long keys(String prefix) {
        try (var keys = bucket.keys(prefix)) {
            return keys.count();
        }
    }
}
