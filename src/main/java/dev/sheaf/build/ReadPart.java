package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.format.Segment;
import dev.sheaf.format.SegmentWriter;
import dev.sheaf.report.Builds;
import dev.sheaf.report.PlannedPart;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.report.Work;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.SnapshotLost;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.StoredObject;
import dev.sheaf.storage.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Reads one part under its plan's snapshot and stores its segment, which goes out while it is written.
@Component
class ReadPart {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPart.class);

    private final Builds builds;
    private final Catalogue catalogue;
    private final Rows rows;
    private final Bucket bucket;
    private final HeldSnapshots held;
    private final Segments segments;
    private final BuildSettings settings;

    ReadPart(
            Builds builds,
            Catalogue catalogue,
            Rows rows,
            Bucket bucket,
            HeldSnapshots held,
            Segments segments,
            BuildSettings settings) {
        this.builds = builds;
        this.catalogue = catalogue;
        this.rows = rows;
        this.bucket = bucket;
        this.held = held;
        this.segments = segments;
        this.settings = settings;
    }

    void run(Work work) {
        Report report = builds.begin(work);
        ReportId parent = Objects.requireNonNull(report.parent());
        PlannedPart part = builds.part(work);
        try {
            if (builds.partReady(work, segment(work, report, parent, part))) {
                held.release(parent);
            }
        } catch (SnapshotLost e) {
            if (!builds.planAnew(work, settings.plans())) {
                throw e;
            }
            LOG.info("The snapshot of report {} is gone; it is planned anew", parent);
            segments.remove(parent);
        }
    }

    private SegmentFacts segment(Work work, Report report, ReportId parent, PlannedPart part) {
        FileOf file = FileOf.request(catalogue.reopen(report.type(), report.parameters(), report.scope()));
        String key = Keys.segment(parent, part.plan().number(), work);
        try (Upload upload = bucket.upload(key, "application/octet-stream");
                SegmentWriter writer = file.format()
                        .segment(file.layout(part.widths()), part.plan().firstRow(), upload)) {
            long sent = rows.part(part.snapshot(), file.request(), part.plan().range(), writer::row);
            Segment segment = writer.finish();
            StoredObject stored = upload.finish();
            Incomplete.check("Rows sent of part " + report.id(), part.plan().rows(), sent);
            Incomplete.check("Rows written of part " + report.id(), sent, segment.rows());
            Incomplete.check("Bytes of part " + report.id(), segment.storedBytes(), stored.size());
            return new SegmentFacts(
                    key,
                    segment.rows(),
                    segment.rawBytes(),
                    segment.storedBytes(),
                    Integer.toUnsignedLong(segment.crc32()),
                    Objects.requireNonNull(stored.sha256()),
                    stored.etag(),
                    segment.altered());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
