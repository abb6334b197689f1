package dev.sheaf.maintenance;

import dev.sheaf.report.Discarded;
import dev.sheaf.report.Garbage;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.storage.Bucket;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Removes objects and unfinished uploads that no report needs: all there are from time to time, those of one report
/// as soon as it has ended.
///
/// What is needed, `guard` decides; see [Garbage#among].
@Component
class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 1000;

    private final Bucket bucket;
    private final UnaryOperator<List<String>> guard;

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
        under(ObjectKeys.SEGMENTS);
        under(ObjectKeys.FILES);
    }

    /// In the background: the caller need not wait for the store.
    @TransactionalEventListener
    void report(Discarded discarded) {
        Thread.ofVirtual().name("sweep-" + discarded.report()).start(() -> {
            try {
                under(ObjectKeys.segments(discarded.report()));
                under(ObjectKeys.files(discarded.report()));
            } catch (RuntimeException e) {
                LOG.warn(
                        "What report {} no longer needs is left to the next sweep: {}",
                        discarded.report(),
                        e.toString());
            }
        });
    }

    private void under(String prefix) {
        try (Stream<String> keys = bucket.keys(prefix)) {
            keys.gather(Gatherers.windowFixed(BATCH)).forEach(batch -> bucket.delete(guard.apply(batch)));
        }
        bucket.abortUploads(prefix, guard);
    }
}
