package dev.sheaf.report;

import dev.sheaf.rows.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The leases under which this node works now. Work whose lease has been taken away, because its report was cancelled
/// or because somebody else has it, is stopped within a second, wherever it is.
@Component
public class Leases implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final JdbcClient jdbc;
    private final Rows rows;
    private final Set<Holding> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("leases").factory());

    Leases(JdbcClient jdbc, Rows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
        var _ = look.scheduleWithFixedDelay(this::stopLost, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Does `step`, which is interrupted when the lease of `work` is lost.
    ///
    /// @throws LeaseLost if that has ended it
    public void whileHeld(Work work, Consumer<Work> step) {
        var holding = new Holding(work, Thread.currentThread());
        held.add(holding);
        try {
            step.accept(work);
        } catch (RuntimeException e) {
            if (holding.end()) {
                throw new LeaseLost(work);
            }
            throw e;
        } finally {
            held.remove(holding);
            holding.end();
        }
    }

    /// The worker itself gives `work` up, which is no reason to stop it.
    void givenUp(Work work) {
        held.removeIf(holding -> holding.work.equals(work));
    }

    private void stopLost() {
        List<Holding> now = List.copyOf(held);
        if (now.isEmpty()) {
            return;
        }
        try {
            Set<Long> valid = Set.copyOf(jdbc.sql("select lease from sheaf.work where lease = any(:leases)")
                    .param("leases", now.stream().map(one -> one.work.lease()).toArray(Long[]::new))
                    .query(Long.class)
                    .list());
            Set<Holding> lost = now.stream()
                    .filter(one -> !valid.contains(one.work.lease()) && held.remove(one))
                    .collect(Collectors.toSet());
            lost.forEach(one -> Thread.ofVirtual().name("stop").start(() -> one.stop(rows)));
        } catch (RuntimeException e) {
            LOG.warn("Cannot tell which leases are still held: {}", e.toString());
        }
    }

    @Override
    public void destroy() {
        // A look that is under way ends by itself; to interrupt it would cut its connection, and say so in the log.
        look.shutdown();
    }

    private static final class Holding {

        private final Work work;
        private final Thread worker;
        private boolean stopped;
        private boolean ended;

        Holding(Work work, Thread worker) {
            this.work = work;
            this.worker = worker;
        }

        /// The statement first: the database would go on with it after its reader has left.
        synchronized void stop(Rows rows) {
            if (!ended) {
                stopped = true;
                rows.stop(worker);
                worker.interrupt();
            }
        }

        /// True if the step was stopped. The interrupt was for the step alone.
        synchronized boolean end() {
            ended = true;
            if (stopped) {
                var _ = Thread.interrupted();
            }
            return stopped;
        }
    }
}
