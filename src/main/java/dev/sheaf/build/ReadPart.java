package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.Builds;
import dev.sheaf.report.Holders;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.Parts;
import dev.sheaf.report.PlannedPart;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.report.Work;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.SnapshotLost;
import dev.sheaf.storage.StorageFailure;
import java.util.HashSet;
import java.util.LinkedHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Reads one part under its plan's snapshot and stores its segment, which goes out while it is written.
@Component
class ReadPart {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPart.class);

    private final Builds builds;
    private final Parts parts;
    private final Catalogue catalogue;
    private final Rows rows;
    private final HeldSnapshots held;
    private final Holders holders;
    private final Segments segments;
    private final FileUploads uploads;
    private final StreamReport stream;
    private final Leftovers leftovers;
    private final BuildSettings settings;

    ReadPart(
            Builds builds,
            Parts parts,
            Catalogue catalogue,
            Rows rows,
            HeldSnapshots held,
            Holders holders,
            Segments segments,
            FileUploads uploads,
            StreamReport stream,
            Leftovers leftovers,
            BuildSettings settings) {
        this.builds = builds;
        this.parts = parts;
        this.catalogue = catalogue;
        this.rows = rows;
        this.held = held;
        this.holders = holders;
        this.segments = segments;
        this.uploads = uploads;
        this.stream = stream;
        this.leftovers = leftovers;
        this.settings = settings;
    }

    void run(Work work) {
        Report report = builds.begin(work);
        ReportId parent = report.parent();
        if (parent == null) {
            stream.run(work, report);
        } else {
            read(work, report, parent);
        }
    }

    private void read(Work work, Report report, ReportId parent) {
        PlannedPart part = parts.of(work);
        String key = ObjectKeys.segment(parent, part.plan().number(), work);
        try {
            SegmentFacts segment = segment(work, report, parent, part, key);
            if (leftovers.unlessLost(key, () -> builds.partReady(work, segment))) {
                held.release(parent);
            }
        } catch (SnapshotLost e) {
            planAnew(work, parent, e);
        } catch (StorageFailure e) {
            if (!e.partsLost()) {
                throw e;
            }
            planAnew(work, parent, e);
        }
    }

    private void planAnew(Work work, ReportId parent, RuntimeException cause) {
        if (!builds.planAnew(work, settings.plans())) {
            throw cause;
        }
        LOG.info("Report {} is planned anew: {}", parent, cause.getMessage());
    }

    private SegmentFacts segment(Work work, Report report, ReportId parent, PlannedPart part, String key) {
        FileOf file = FileOf.request(report.request(catalogue));
        var names = new LinkedHashSet<>(holders.snapshots(parent));
        var lost = new HashSet<String>();
        while (!names.isEmpty()) {
            String name = names.removeFirst();
            try {
                return segment(work, report, parent, part, key, file, name);
            } catch (SnapshotLost e) {
                lost.add(name);
                holders.forget(parent, name);
                // Another node may have come to hold it meanwhile.
                names.addAll(holders.snapshots(parent));
                names.removeAll(lost);
                if (names.isEmpty()) {
                    throw e;
                }
            }
        }
        throw new SnapshotLost("Nobody holds the snapshot of report " + parent);
    }

    private SegmentFacts segment(
            Work work, Report report, ReportId parent, PlannedPart part, String key, FileOf file, String snapshot) {
        return BusyThread.run(
                "part-" + report.id(),
                rows,
                () -> segments.store(
                        key,
                        file,
                        part.widths(),
                        part.plan().number(),
                        part.plan().firstRow(),
                        sink -> {
                            long sent = rows.part(snapshot, file.request(), part.plan(), sink);
                            Incomplete.check(
                                    "Rows sent of part " + report.id(),
                                    part.plan().rows(),
                                    sent);
                            return sent;
                        },
                        () -> uploads.slot(work, parent, part.plan(), file)));
    }
}
