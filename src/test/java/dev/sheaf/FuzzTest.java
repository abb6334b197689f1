package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.GeneratedRequests.Sent;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Requests made from `openapi.yaml` and spoilt at random: no failure inside, no hang, no answer that the document
/// does not have. `-Pfuzz` sends 100,000. What one run finds is tried again with `-Dsheaf.fuzz.seed=…`.
class FuzzTest extends ServerTest {

    private static final int REQUESTS = Integer.getInteger("sheaf.fuzz.requests", 1_000);
    private static final int REQUESTS_OF_A_USER = 5_000;
    private static final int ENOUGH = 20;

    /// The publisher of the house, 1, has fewer requests than are sent here.
    private static final long ORDINARY = 2;

    private static final long SEED = Long.getLong("sheaf.fuzz.seed", System.nanoTime());

    @Test
    void nothingThatCanBeSentBreaksAnything() {
        System.out.println("Seed of the generated requests: " + SEED);
        var requests = new GeneratedRequests(SEED);
        Person caller = people().member(ORDINARY);
        long report = 0;
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < REQUESTS && findings.size() < ENOUGH; i++) {
            if (i % REQUESTS_OF_A_USER == 0) {
                caller = people().member(ORDINARY);
                report = caller.api()
                        .build("{\"report_type\": \"advertisers_csv\"}")
                        .path("id")
                        .asLong();
            }
            Sent request = requests.next(caller, report);
            int number = i;
            finding(request)
                    .ifPresent(what -> findings.add(
                            "seed %d, request %d:%n%s%n→ %s".formatted(SEED, number, request.text(), what)));
        }
        assertThat(findings).isEmpty();
    }

    private static Optional<String> finding(Sent request) {
        try {
            int status = request.send().getAsInt();
            return status < 500 ? Optional.empty() : Optional.of("status " + status);
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e.toString());
        }
    }
}
