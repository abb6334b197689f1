package dev.sheaf;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time by the database's clock, the one that all nodes share: leases, waits and expiry would go wrong where nodes
/// differ about what time it is.
///
/// The clock is read now and then and reckoned on from there, so asking costs nothing, goes on while the database is
/// away, and takes no notice when the clock of this machine is set. Thread safe.
final class DatabaseTime implements InstantSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTime.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /// An answer that was longer on its way tells the time too vaguely.
    private static final Duration VAGUE = Duration.ofSeconds(1);

    private final DataSource database;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("database-time").factory());
    private volatile Reading last = new Reading(Instant.now(), System.nanoTime());

    private record Reading(Instant time, long nanos) {}

    /// Goes by this machine's clock until the database has answered. If it never does, nothing else starts either.
    DatabaseTime(DataSource database) {
        this.database = database;
        look(Duration.ofDays(1));
        var _ = looking.scheduleWithFixedDelay(
                () -> look(VAGUE), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Instant instant() {
        Reading from = last;
        return from.time.plusNanos(System.nanoTime() - from.nanos);
    }

    /// Reads the clock, unless the answer takes longer than `atMost`.
    void look(Duration atMost) {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            long asked = System.nanoTime();
            try (var answer = statement.executeQuery("select clock_timestamp()")) {
                answer.next();
                Instant time = answer.getObject(1, OffsetDateTime.class).toInstant();
                long took = System.nanoTime() - asked;
                if (took < atMost.toNanos()) {
                    last = new Reading(time, asked + took / 2);
                }
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database does not tell the time now: {}", e.toString());
        }
    }

    @Override
    public void close() {
        // A look that is under way ends by itself; to interrupt it would cut its connection, and say so in the log.
        looking.shutdown();
    }
}
