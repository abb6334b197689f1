package dev.sheaf.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks twice a heartbeat, and at least every second, for workers that are not heard of any more, and gives their work
/// to others.
///
/// While this node could not look, others may have been kept from their heartbeats by the same cause: a database that
/// was away, a machine that slept. So it believes what it sees only after two heartbeats without a gap.
final class DeadWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadWorkers.class);
    private static final Duration SELDOMEST = Duration.ofSeconds(1);
    private static final int HEARTBEATS_WITHOUT_A_GAP = 2;

    private final Queue queue;
    private final Clock clock;
    private final Duration heartbeat;
    private final Duration silence;
    private final ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("dead-workers").factory());
    private Instant looked = Instant.MIN;
    private Instant since = Instant.MAX;

    /// Whoever has been silent for longer than `silence` is dead.
    DeadWorkers(Queue queue, Clock clock, Duration heartbeat, Duration silence) {
        this.queue = queue;
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.silence = silence;
    }

    void start() {
        long often = Math.min(SELDOMEST.toMillis(), heartbeat.toMillis() / 2);
        var _ = look.scheduleWithFixedDelay(this::tryToLook, 0, Math.max(1, often), TimeUnit.MILLISECONDS);
    }

    private void tryToLook() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("Cannot look for dead workers now: {}", e.toString());
        }
    }

    void look() {
        Instant now = clock.instant();
        Instant before = now.minus(silence);
        boolean abandoned = queue.abandoned(before);
        if (now.isAfter(looked.plus(heartbeat))) {
            since = now;
        }
        looked = now;
        if (abandoned && !now.isBefore(since.plus(heartbeat.multipliedBy(HEARTBEATS_WITHOUT_A_GAP)))) {
            int freed = queue.takeFromTheDead(before);
            LOG.warn("{} pieces of work whose workers were silent for {} go to others", freed, silence);
        }
    }

    @Override
    public void close() {
        // A look that is under way ends by itself; to interrupt it would cut its connection, and say so in the log.
        look.shutdown();
    }
}
