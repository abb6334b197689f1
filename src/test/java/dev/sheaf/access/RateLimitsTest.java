package dev.sheaf.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.ServerTest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RateLimitsTest extends ServerTest {

    @Autowired
    private Callers callers;

    /// Two nodes, eight threads each, one user: together they let through just what one hour grants.
    @Test
    void nodesShareOneCount() throws Exception {
        Caller caller = callers.byKey(people().operator().key()).orElseThrow().caller();
        List<RateLimits> nodes = List.of(node("2031-01-01T10:59:59Z"), node("2031-01-01T10:00:00Z"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> allowed = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> IntStream.range(0, 1_000)
                            .filter(_ -> nodes.get(i % 2).count(caller).allowed())
                            .count()))
                    .toList();
            long sum = 0;
            for (Future<Long> count : allowed) {
                sum += count.get();
            }
            assertThat(sum).isEqualTo(10_000);
        }
        assertThat(node("2031-01-01T10:30:00Z").count(caller).allowed()).isFalse();
        assertThat(node("2031-01-01T11:00:00Z").count(caller))
                .isEqualTo(new RateLimits.Standing(true, 10_000, 9_999, Instant.parse("2031-01-01T12:00:00Z")));
    }

    private RateLimits node(String time) {
        return new RateLimits(jdbc, Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }
}
