package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.report.Builds;
import dev.sheaf.report.Queue;
import dev.sheaf.report.Report;
import dev.sheaf.report.Streams;
import dev.sheaf.report.Work;
import dev.sheaf.rows.Outlook;
import dev.sheaf.rows.Plan;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.Snapshot;
import dev.sheaf.rows.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Cuts a large report into parts under one snapshot, which this node then holds until all parts are read. What
/// cannot be read in ranges is left to be read in one go.
@Component
class PlanReport {

    private static final Duration UNTIL_A_SNAPSHOT_IS_FREE = Duration.ofSeconds(1);

    private final Builds builds;
    private final Streams streams;
    private final Queue queue;
    private final Catalogue catalogue;
    private final Rows rows;
    private final HeldSnapshots held;
    private final BuildWhole whole;
    private final BuildSettings settings;

    PlanReport(
            Builds builds,
            Streams streams,
            Queue queue,
            Catalogue catalogue,
            Rows rows,
            HeldSnapshots held,
            BuildWhole whole,
            BuildSettings settings) {
        this.builds = builds;
        this.streams = streams;
        this.queue = queue;
        this.catalogue = catalogue;
        this.rows = rows;
        this.held = held;
        this.whole = whole;
        this.settings = settings;
    }

    void run(Work work) {
        Report report = builds.begin(work);
        ReportRequest request = report.request(catalogue);
        Outlook outlook = rows.outlook(request, settings.partRows(request));
        if (!outlook.ranged()) {
            streams.later(work);
            return;
        }
        Optional<Snapshot> snapshot = rows.snapshot(request);
        if (snapshot.isEmpty()) {
            queue.notNow(work, UNTIL_A_SNAPSHOT_IS_FREE);
            return;
        }
        boolean planned = false;
        try {
            planned = plan(work, report, request, outlook, snapshot.get());
        } finally {
            if (planned) {
                held.hold(report.id(), snapshot.get());
            } else {
                snapshot.get().close();
            }
        }
        if (!planned) {
            whole.write(work, report, FileOf.request(request));
        }
    }

    /// False if no row is left to cut.
    private boolean plan(Work work, Report report, ReportRequest request, Outlook outlook, Snapshot snapshot) {
        FileOf file = FileOf.request(request);
        var first = new FirstRows(file);
        rows.first(snapshot, request, FirstRows.ENOUGH, first);
        Optional<Plan> plan = rows.plan(
                snapshot,
                request,
                settings.partRows(request, outlook, first.bytesOfARow()),
                report.sheetRows(file.format().rowsPerSheet()));
        if (plan.isEmpty()) {
            return false;
        }
        List<Summary> facets = request.facets().stream()
                .map(facet -> rows.summary(snapshot.id(), request, facet))
                .toList();
        builds.planned(work, plan.get(), snapshot.id(), snapshot.asOf(), first.widths(), facets);
        return true;
    }
}
