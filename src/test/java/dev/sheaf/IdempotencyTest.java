package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// With an Idempotency-Key, a request may be repeated as often as its answer gets lost.
class IdempotencyTest extends ServerTest {

    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"country": "nl"}}
            """;

    @Test
    void theSameAgainIsTheSameReportAsItStands() {
        Api member = people().member(1).api();
        long id;
        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            Answer first = create(member, "one", BODY);
            assertThat(first.status()).isEqualTo(202);
            assertThat(first.header("Idempotent-Replayed")).isEmpty();
            id = first.export().path("id").asLong();
            Answer replayed = create(member, "one", """
                    {"search_params":{"country":"nl"},"report_type":"advertisers_csv"}
                    """);
            assertThat(replayed.status()).isEqualTo(200);
            assertThat(replayed.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(replayed.header("Retry-After")).isNotEmpty();
            assertThat(replayed.export().path("id").asLong()).isEqualTo(id);

            Answer twin = create(member, "two", BODY);
            assertThat(twin.status()).as("another key, in flight").isEqualTo(409);
            assertThat(create(member, "two", BODY).status()).isEqualTo(200);
        }
        member.awaitEnd(id);
        Answer completed = create(member, "one", BODY);
        assertThat(completed.export().path("status").asString()).isEqualTo("completed");
        assertThat(completed.export().path("download_url").isString()).isTrue();
        member.delete(id);
        assertThat(create(member, "one", BODY).export().path("id").asLong())
                .as("also without its file")
                .isEqualTo(id);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefusedAndAnotherCallersKeyIsAnother() {
        Api member = people().member(1).api();
        long id = create(member, "key", BODY).export().path("id").asLong();
        Answer refused = create(member, "key", BODY.replace("nl", "de"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/code").asString()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(create(member, "key", "{\"report_type\": \"none\"}")
                        .at("/error/code")
                        .asString())
                .as("validation comes first")
                .isEqualTo("INVALID_REQUEST");
        Answer other = create(people().member(1).api(), "key", BODY);
        assertThat(other.status()).isEqualTo(202);
        assertThat(other.export().path("id").asLong()).isNotEqualTo(id);
    }

    @Test
    void aKeyCountsForADay() {
        Person member = people().member(1);
        long id = create(member.api(), "old", BODY).export().path("id").asLong();
        member.api().awaitEnd(id);
        jdbc.sql("update sheaf.idempotency_keys set created_at = now() - interval '24 hours' where user_id = ?")
                .param(member.id().value())
                .update();
        Answer anew = create(member.api(), "old", BODY.replace("nl", "de"));
        assertThat(anew.status()).isEqualTo(202);
        assertThat(anew.export().path("id").asLong()).isNotEqualTo(id);
    }

    @Test
    void aKeyHasAtMost255Characters() {
        Api member = people().member(1).api();
        assertThat(create(member, "k".repeat(256), BODY).status()).isEqualTo(400);
        assertThat(create(member, "k".repeat(255), BODY).status()).isEqualTo(202);
    }

    @Test
    void ofManyAtOnceOneIsAcceptedAndTheOthersAreReplays() throws Exception {
        Api member = people().member(1).api();
        var go = new CountDownLatch(1);
        Set<Long> ids = new HashSet<>();
        int accepted = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 30)
                    .mapToObj(_ -> threads.submit(() -> {
                        go.await();
                        return create(member, "at once", BODY);
                    }))
                    .toList();
            go.countDown();
            for (Future<Answer> answer : answers) {
                ids.add(answer.get().export().path("id").asLong());
                assertThat(answer.get().status()).isIn(200, 202);
                accepted += answer.get().status() == 202 ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(1);
        assertThat(ids).hasSize(1);
    }

    private static Answer create(Api api, String key, String body) {
        return api.send(
                "/exports",
                api.request("/exports")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body)));
    }
}
