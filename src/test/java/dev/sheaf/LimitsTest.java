package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// How many requests and how many reports at once.
class LimitsTest extends ServerTest {

    @Autowired
    private DataSource database;

    @Test
    void everyAnswerTellsWhatIsLeft() {
        Api member = people().member(1).api();
        Answer first = member.list("");
        Answer second = member.get(999_999_999);
        assertThat(Integer.parseInt(first.header("X-RateLimit-Remaining")))
                .isEqualTo(Integer.parseInt(second.header("X-RateLimit-Remaining")) + 1);
        assertThat(Instant.ofEpochSecond(Long.parseLong(first.header("X-RateLimit-Reset"))))
                .isBetween(Instant.now(), Instant.now().plusSeconds(3600));
    }

    @Test
    void usersOfAHousePublisherHaveTheHouseLimitAndAPublishersOwnLimitCountsBeforeBoth() {
        long house = publisher("house", true);
        long special = publisher("special", true);
        jdbc.sql("insert into sheaf.publisher_limits values (:id, 3)")
                .param("id", special)
                .update();
        long plain = publisher("plain", false);

        assertThat(limit(people().operator())).isEqualTo("10000");
        assertThat(limit(people().member(plain))).isEqualTo("10000");
        assertThat(limit(people().member(house))).isEqualTo("1000");
        assertThat(limit(people().member(plain, house))).isEqualTo("1000");

        Person few = people().member(special);
        assertThat(IntStream.range(0, 3).mapToObj(_ -> few.api().list("").header("X-RateLimit-Remaining")))
                .containsExactly("2", "1", "0");
        HttpResponse<String> refused = Api.raw(few.api().request("/exports").GET());
        assertThat(ErrorAnswer.check(refused, 429, "TOO_MANY_REQUESTS")
                        .path("message")
                        .asString())
                .contains("3 requests");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("")))
                .isBetween(1, 3600);
        assertThat(refused.headers().firstValue("X-RateLimit-Remaining")).contains("0");
    }

    @Test
    void noMoreReportsAtOnceThanAllowedHoweverManyAreAskedFor() throws Exception {
        Api member = people().member(1).api();
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = IntStream.range(0, IN_FLIGHT + 10)
                    .mapToObj(i -> threads.submit(() -> member.create("""
                            {"report_type": "advertisers_csv", "search_params": {"name": "at once %d"}}
                            """.formatted(i))))
                    .toList();
            int accepted = 0;
            for (Future<Answer> answer : asked) {
                if (answer.get().status() == 202) {
                    accepted++;
                } else {
                    assertThat(answer.get().status()).isEqualTo(429);
                    assertThat(answer.get().at("/error/code").asString()).isEqualTo("TOO_MANY_EXPORTS");
                }
            }
            assertThat(accepted).isEqualTo(IN_FLIGHT);
            // A twin is answered as such even then.
            long some = member.list("?limit=1").at("/exports/0/id").asLong();
            String name =
                    member.get(some).at("/export/parameters/search_params/name").asString();
            assertThat(member.create("""
                    {"report_type": "advertisers_csv", "search_params": {"name": "%s"}}
                    """.formatted(name)).status()).isEqualTo(409);
            // One that is tried again is one more in flight.
            member.delete(some);
            member.create("""
                    {"report_type": "advertisers_csv", "search_params": {"name": "in place of the cancelled one"}}
                    """);
            Answer refused = member.retry(some);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.at("/error/code").asString()).isEqualTo("TOO_MANY_EXPORTS");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            member.delete(member.list("?limit=1").at("/exports/0/id").asLong());
            assertThat(member.retry(some).status()).isEqualTo(202);
        }
    }

    private static String limit(Person who) {
        return who.api().list("").header("X-RateLimit-Limit");
    }

    private long publisher(String name, boolean house) {
        return jdbc.sql("""
                insert into affiliate.publishers (slug, name, house) values (:slug, :slug, :house) returning id
                """)
                .param("slug", "limits-" + name)
                .param("house", house)
                .query(Long.class)
                .single();
    }
}
