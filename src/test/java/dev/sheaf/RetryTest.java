package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Upload;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.RefusedEnd;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// A failed report is tried again under its own id, with the segments of the failed try only if all are there.
class RetryTest extends ServerTest {

    private static final String LARGE =
            "{\"report_type\": \"clicks_details_excel\", \"search_params\": {" + ALL_DAYS + "}}";
    private static final String SMALL = """
            {"report_type": "advertisers_csv", "search_params": {"country": "nl"}}
            """;

    @Autowired
    private Bucket bucket;

    @Test
    void aFailedAssemblyIsRepeatedWithTheSegmentsThatAreThere() {
        Person operator = people().operator();
        long id = failedAtTheEnd(operator);
        List<String> segments = segments(id);
        assertThat(segments).hasSizeGreaterThan(3);

        Answer retried = operator.api().retry(id);
        assertThat(retried.status()).isEqualTo(202);
        assertThat(retried.export().path("id").asLong()).isEqualTo(id);
        assertThat(retried.export().path("error_message").isNull()).isTrue();
        JsonNode done = operator.api().awaitEnd(id);

        assertThat(done.path("status").asString()).isEqualTo("completed");
        assertThat(done.path("rows_written").asLong()).isEqualTo(CLICKS);
        JsonNode plan = operator.api().manifest(id).at("/manifest/plan");
        assertThat(plan.path("segments_kept").asBoolean()).isTrue();
        assertThat(plan.path("retries").asInt()).isEqualTo(1);
        assertThat(plan.path("plans").asInt()).isEqualTo(1);
        assertThat(segments(id)).isEqualTo(segments);

        Answer again = operator.api().retry(id);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/error/code").asString()).isEqualTo("EXPORT_NOT_FAILED");
    }

    /// The check of each segment's ETag is what fails this report: without it, the file would hold other bytes.
    @Test
    void aSegmentThatIsNotTheOneThatWasWrittenFailsTheReportAndTheNextTryReadsAllRowsAnew() throws IOException {
        Person operator = people().operator();
        long id = failedAtTheEnd(operator);
        String segment = segments(id).getFirst();
        byte[] bytes;
        try (InputStream in = bucket.read(segment)) {
            bytes = in.readAllBytes();
        }
        bytes[bytes.length / 2] ^= 1;
        store(segment, bytes);

        operator.api().retry(id);
        JsonNode failed = operator.api().awaitEnd(id);
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(failed.path("download_url").isNull()).isTrue();

        operator.api().retry(id);
        assertThat(operator.api().awaitEnd(id).path("rows_written").asLong()).isEqualTo(CLICKS);
        JsonNode plan = operator.api().manifest(id).at("/manifest/plan");
        assertThat(plan.path("segments_kept").asBoolean()).isFalse();
        assertThat(plan.path("retries").asInt()).isEqualTo(2);
    }

    private void store(String key, byte[] bytes) {
        try (Upload upload = bucket.upload(key, "application/octet-stream")) {
            upload.write(bytes);
            upload.finish();
        }
    }

    @Test
    void aCancelledReportIsBuiltAfresh() {
        Person member = people().member(1);
        long id;
        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            id = member.api().create(SMALL).export().path("id").asLong();
            assertThat(member.api().retry(id).status()).as("in flight").isEqualTo(409);
            member.api().delete(id);
            long twin = member.api().create(SMALL).export().path("id").asLong();
            Answer refused = member.api().retry(id);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.export().path("id").asLong()).isEqualTo(twin);
            member.api().delete(twin);
            assertThat(member.api().retry(id).status()).isEqualTo(202);
        }
        assertThat(member.api().awaitEnd(id).path("status").asString()).isEqualTo("completed");
        assertThat(member.api().manifest(id).at("/manifest/plan/kind").asString())
                .isEqualTo("single");
    }

    private long failedAtTheEnd(Person person) {
        try (RefusedEnd _ = new RefusedEnd(owner(), person.id().value())) {
            JsonNode failed = person.api().build(LARGE);
            assertThat(failed.path("status").asString()).isEqualTo("failed");
            assertThat(failed.path("error_message").asString()).doesNotContain("refused");
            long id = failed.path("id").asLong();
            long part = jdbc.sql("select min(id) from sheaf.reports where parent_id = ?")
                    .param(id)
                    .query(Long.class)
                    .single();
            Api api = person.api();
            assertThat(api.retry(part).at("/error/message").asString()).contains("report " + id);
            JsonNode shown = api.get(part).export();
            for (String none : List.of("filename", "download_url", "expires_at")) {
                assertThat(shown.path(none).isNull()).as(none).isTrue();
            }
            return id;
        }
    }

    private List<String> segments(long id) {
        return jdbc.sql("select segment_key from sheaf.parts where parent_id = ? order by number")
                .param(id)
                .query(String.class)
                .list();
    }
}
