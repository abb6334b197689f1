package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.People;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/// However many ask at once, and whichever node they ask, there is one build for each of them.
class ConcurrencyTest extends ServerTest {

    private static final int CALLERS = 200;
    private static final int REQUESTS = 5;

    /// More than both servers have connections to their database.
    private static final int AT_ONCE = 50;

    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"country": "nl"}}
            """;

    @Autowired
    private Environment environment;

    @Test
    void twoHundredCallersWithFiveEqualRequestsEachGetTwoHundredBuilds() throws Exception {
        try (var second = new SpringApplicationBuilder(SheafApplication.class)
                .run(
                        "--server.port=0",
                        "--sheaf.data=" + environment.getRequiredProperty("sheaf.data"),
                        "--sheaf.embedded.programs=" + environment.getRequiredProperty("sheaf.embedded.programs"),
                        "--spring.datasource.hikari.connection-timeout=60000",
                        "--spring.datasource.hikari.maximum-pool-size=10")) {
            String other = "http://127.0.0.1:" + second.getEnvironment().getRequiredProperty("local.server.port");
            People people = people();
            List<Person> callers =
                    Stream.generate(() -> people.member(1)).limit(CALLERS).toList();
            long before = lastReport();
            Map<Person, Set<Long>> told = ask(callers, other);

            for (Person caller : callers) {
                assertThat(told.get(caller)).as("%s", caller.id()).hasSize(1);
            }
            assertThat(jdbc.sql("select count(*) from sheaf.reports where id > ? and requested_by = any(?)")
                            .params(
                                    before,
                                    callers.stream()
                                            .map(caller -> caller.id().value())
                                            .toArray(Long[]::new))
                            .query(Long.class)
                            .single())
                    .isEqualTo(CALLERS);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> jdbc.sql("select count(*) from sheaf.reports where id > ? and state <> 'completed'")
                            .param(before)
                            .query(Long.class)
                            .single()
                            .equals(0L));
            assertThat(jdbc.sql("select count(distinct object_key) from sheaf.reports where id > ?")
                            .param(before)
                            .query(Long.class)
                            .single())
                    .isEqualTo(CALLERS);
        }
    }

    private Map<Person, Set<Long>> ask(List<Person> callers, String other) throws Exception {
        record Asked(Person caller, Future<Answer> answer) {}
        var asked = new ArrayList<Asked>();
        var told = new HashMap<Person, Set<Long>>();
        var go = new CountDownLatch(1);
        var atOnce = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int request = 0; request < REQUESTS; request++) {
                String node = request % 2 == 0 ? server() : other;
                for (Person caller : callers) {
                    asked.add(new Asked(caller, threads.submit(() -> {
                        go.await();
                        atOnce.acquire();
                        try {
                            return answered(new Api(node, caller.key()));
                        } finally {
                            atOnce.release();
                        }
                    })));
                }
            }
            go.countDown();
            for (Asked one : asked) {
                Answer answer = one.answer.get();
                assertThat(answer.status()).as("%s", answer.body()).isIn(200, 202, 409);
                told.computeIfAbsent(one.caller, _ -> new HashSet<>())
                        .add(answer.export().path("id").asLong());
            }
        }
        return told;
    }

    /// A server that has no connection to its database left says so, and is asked again.
    private static Answer answered(Api api) {
        while (true) {
            Answer answer = api.create(BODY);
            if (answer.status() != 503) {
                return answer;
            }
        }
    }

    private long lastReport() {
        return jdbc.sql("select coalesce(max(id), 0) from sheaf.reports")
                .query(Long.class)
                .single();
    }
}
