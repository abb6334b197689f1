package dev.sheaf.build;

import dev.sheaf.report.Builds;
import dev.sheaf.report.ReportId;
import dev.sheaf.rows.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// The snapshots that this node holds, each until the last part of its report has been read, here or elsewhere.
@Component
class HeldSnapshots implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(HeldSnapshots.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Builds builds;
    private final Map<ReportId, Snapshot> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("held-snapshots").factory());

    HeldSnapshots(Builds builds) {
        this.builds = builds;
        var _ = look.scheduleWithFixedDelay(
                this::releaseUnneeded, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Takes over `snapshot`; the parts of `report` must be recorded already.
    void hold(ReportId report, Snapshot snapshot) {
        Snapshot former = held.put(report, snapshot);
        if (former != null) {
            former.close();
        }
    }

    void release(ReportId report) {
        Snapshot snapshot = held.remove(report);
        if (snapshot != null) {
            snapshot.close();
        }
    }

    /// Parts may end on other nodes, and reports may fail.
    private void releaseUnneeded() {
        for (ReportId report : held.keySet()) {
            try {
                if (!builds.partsOpen(report)) {
                    release(report);
                }
            } catch (RuntimeException e) {
                LOG.warn("Cannot tell whether the snapshot of report {} is still needed: {}", report, e.toString());
            }
        }
    }

    @Override
    public void destroy() {
        look.shutdownNow();
        held.keySet().forEach(this::release);
    }
}
