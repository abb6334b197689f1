package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.GeneratedRequests.Sent;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import org.junit.jupiter.api.Test;

/// Requests made from `openapi.yaml` and spoilt at random: no failure inside, no hang, no answer that the document
/// does not have. `-Pfuzz` sends 100,000. What one run finds is tried again with `-Dsheaf.fuzz.seed=…`.
class FuzzTest extends ServerTest {

    private static final int REQUESTS = Integer.getInteger("sheaf.fuzz.requests", 5_000);
    private static final int REQUESTS_OF_A_USER = 5_000;
    private static final long SEED = Long.getLong("sheaf.fuzz.seed", System.nanoTime());

    @Test
    void nothingThatCanBeSentBreaksAnything() {
        System.out.println("Seed of the generated requests: " + SEED);
        var requests = new GeneratedRequests(SEED);
        Person caller = people().member(1);
        long report = 0;
        for (int i = 0; i < REQUESTS; i++) {
            if (i % REQUESTS_OF_A_USER == 0) {
                caller = people().member(1);
                report = caller.api()
                        .build("{\"report_type\": \"advertisers_csv\"}")
                        .path("id")
                        .asLong();
            }
            Sent request = requests.next(caller, report);
            String what = "seed %d, request %d:%n%s".formatted(SEED, i, request.text());
            int status;
            try {
                status = request.send().getAsInt();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(what + "\n→ " + e.getMessage(), e);
            }
            assertThat(status).as(what).isLessThan(500);
        }
    }
}
