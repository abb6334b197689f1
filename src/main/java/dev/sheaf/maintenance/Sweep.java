package dev.sheaf.maintenance;

import dev.sheaf.report.Discarded;
import dev.sheaf.report.Garbage;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Removes objects and unfinished uploads that no report needs: all there are from time to time, those of one report
/// as soon as it has ended.
///
/// What is needed, `guard` decides; see [Garbage#among].
@Component
class Sweep implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 1000;
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Bucket bucket;
    private final UnaryOperator<List<String>> guard;
    private final ExecutorService sweeps = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sweep-", 1).factory());

    @Autowired
    Sweep(Bucket bucket, Garbage garbage) {
        this(bucket, garbage::among);
    }

    /// `guard` leaves of the keys it is given those that may be removed.
    Sweep(Bucket bucket, UnaryOperator<List<String>> guard) {
        this.bucket = bucket;
        this.guard = guard;
    }

    void all() {
        under(ObjectKeys.SEGMENTS, ObjectKeys.FILES);
    }

    /// In the background: the caller need not wait for the store. Once this node ends, it is left to the next sweep.
    @TransactionalEventListener
    void report(Discarded discarded) {
        try {
            sweeps.execute(() -> sweep(discarded.report()));
        } catch (RejectedExecutionException e) {
            LOG.debug("Too late to sweep after report {}", discarded.report());
        }
    }

    private void sweep(ReportId report) {
        try {
            under(ObjectKeys.segments(report), ObjectKeys.files(report));
        } catch (RuntimeException e) {
            LOG.warn("What report {} no longer needs is left to the next sweep: {}", report, e.toString());
        }
    }

    /// What has begun ends before the store is closed, if it does so soon.
    @Override
    public void destroy() throws InterruptedException {
        sweeps.shutdown();
        if (!sweeps.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
            sweeps.shutdownNow();
        }
    }

    /// Each step is taken, also where one before it failed: a store that lists no uploads keeps no files for that.
    private void under(String... prefixes) {
        var failures = new ArrayList<RuntimeException>();
        for (String prefix : prefixes) {
            attempt(() -> delete(prefix), failures);
            attempt(() -> bucket.abortUploads(prefix, guard), failures);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private static void attempt(Runnable step, List<RuntimeException> failures) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void delete(String prefix) {
        try (Stream<String> keys = bucket.keys(prefix)) {
            keys.gather(Gatherers.windowFixed(BATCH)).forEach(batch -> bucket.delete(guard.apply(batch)));
        }
    }
}
