package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.Holders;
import dev.sheaf.report.Parts;
import dev.sheaf.report.Queue;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.Snapshot;
import dev.sheaf.rows.SnapshotLost;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The snapshots that this node holds, each until the last part of its report has been read, here or elsewhere:
/// those of its own plans, and, so that one node's end loses none, those that only one other node holds.
@Component
class HeldSnapshots implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HeldSnapshots.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Other nodes look every second, so whoever is there to take a snapshot over has done so by then.
    private static final int LOOKS_BEFORE_LEAVING = 3;

    private final Parts parts;
    private final Holders holders;
    private final Queue queue;
    private final Catalogue catalogue;
    private final Rows rows;
    private final Map<ReportId, Snapshot> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("held-snapshots").factory());
    private volatile boolean running;

    HeldSnapshots(Parts parts, Holders holders, Queue queue, Catalogue catalogue, Rows rows) {
        this.parts = parts;
        this.holders = holders;
        this.queue = queue;
        this.catalogue = catalogue;
        this.rows = rows;
    }

    @Override
    public void start() {
        running = true;
        var _ = look.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
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

    /// That of a later plan stays.
    private void release(ReportId report, Snapshot snapshot) {
        if (held.remove(report, snapshot)) {
            snapshot.close();
        }
    }

    private void look() {
        try {
            held.forEach(this::look);
            if (running && queue.enabled()) {
                holders.wanting().forEach(this::join);
            }
        } catch (RuntimeException e) {
            LOG.warn("Cannot look after snapshots now: {}", e.toString());
        }
    }

    /// Parts may end on other nodes, reports may fail, and connections break.
    private void look(ReportId report, Snapshot snapshot) {
        if (!parts.areOpen(report)) {
            release(report, snapshot);
        } else if (snapshot.alive()) {
            holders.seen(report, snapshot.id());
        } else {
            LOG.warn("The snapshot of report {} is no longer held here", report);
            release(report, snapshot);
            holders.forget(report, snapshot.id());
        }
    }

    private void join(Report report) {
        // Before the names: what is joined is of this plan then, or of a later one and not kept.
        Optional<String> planned = holders.planned(report.id());
        if (planned.isEmpty()) {
            return;
        }
        for (String name : holders.snapshots(report.id())) {
            try {
                var request = report.request(catalogue);
                rows.join(request, name).ifPresent(snapshot -> keep(report.id(), planned.get(), snapshot));
                return;
            } catch (SnapshotLost e) {
                holders.forget(report.id(), name);
            } catch (RuntimeException e) {
                LOG.warn("Cannot hold the snapshot of report {} here: {}", report.id(), e.toString());
                return;
            }
        }
    }

    private void keep(ReportId report, String planned, Snapshot snapshot) {
        boolean kept = false;
        try {
            kept = holders.add(report, planned, snapshot.id());
        } finally {
            if (kept) {
                hold(report, snapshot);
            } else {
                snapshot.close();
            }
        }
    }

    /// Ends after the workers. Waits a little for another node to take over what only this one holds.
    @Override
    public void stop() {
        running = false;
        look.shutdown();
        try {
            var _ = look.awaitTermination(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            for (int looks = 0; looks < LOOKS_BEFORE_LEAVING && needsSuccessor(); looks++) {
                Thread.sleep(LOOK);
            }
            held.forEach((report, snapshot) -> holders.leave(report, snapshot.id()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Cannot tell others that snapshots are no longer held here: {}", e.toString());
        } finally {
            held.keySet().forEach(this::release);
        }
    }

    private boolean needsSuccessor() {
        return held.keySet().stream().anyMatch(report -> parts.areOpen(report) && !holders.heldElsewhere(report));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
