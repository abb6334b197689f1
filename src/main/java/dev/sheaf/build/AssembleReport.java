package dev.sheaf.build;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.format.Assembly;
import dev.sheaf.format.Crc32;
import dev.sheaf.format.Segment;
import dev.sheaf.report.Builds;
import dev.sheaf.report.FacetSums;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.Parts;
import dev.sheaf.report.PlannedPart;
import dev.sheaf.report.Report;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.report.SegmentFacts.FilePart;
import dev.sheaf.report.SegmentFacts.Place;
import dev.sheaf.report.StoredFile;
import dev.sheaf.report.Work;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Piece;
import dev.sheaf.storage.StorageFailure;
import dev.sheaf.storage.StoredObject;
import dev.sheaf.storage.UploadedPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Makes the one file out of segments that are all stored: the store completes the upload that they were written into,
/// and copies those that lie apart.
@Component
class AssembleReport {

    private static final Logger LOG = LoggerFactory.getLogger(AssembleReport.class);

    private final Builds builds;
    private final Parts recorded;
    private final FacetSums sums;
    private final Catalogue catalogue;
    private final Bucket bucket;
    private final Leftovers leftovers;
    private final Covers covers;
    private final BuildSettings settings;

    AssembleReport(
            Builds builds,
            Parts recorded,
            FacetSums sums,
            Catalogue catalogue,
            Bucket bucket,
            Leftovers leftovers,
            Covers covers,
            BuildSettings settings) {
        this.builds = builds;
        this.recorded = recorded;
        this.sums = sums;
        this.catalogue = catalogue;
        this.bucket = bucket;
        this.leftovers = leftovers;
        this.covers = covers;
        this.settings = settings;
    }

    void run(Work work) {
        Report report = builds.begin(work);
        try {
            assemble(work, report);
        } catch (StorageFailure e) {
            if (!e.partsLost() || !builds.planAnew(work, settings.plans())) {
                throw e;
            }
            LOG.info("The upload of report {} is gone; it is planned anew: {}", report.id(), e.getMessage());
        }
    }

    private void assemble(Work work, Report report) {
        FileOf bare = FileOf.request(report.request(catalogue));
        List<PlannedPart> parts = recorded.of(report.id());
        Instant asOf = Objects.requireNonNull(parts.getFirst().asOf());
        FileOf file = bare.with(covers.of(
                report,
                bare.request(),
                asOf,
                sums.of(report.id(), bare.request().facets())));
        String key = ObjectKeys.file(report.id(), work, file.format().extension());
        List<Piece> pieces = pieces(file, parts);
        StoredObject stored = store(report, key, file.format().mediaType(), pieces);
        long rows = parts.stream()
                .map(AssembleReport::segment)
                .mapToLong(SegmentFacts::rows)
                .sum();
        long expected = Objects.requireNonNull(report.rowsExpected());
        ObjectNode manifest = Manifest.of(report, file).assembled(stored, pieces, parts);
        leftovers.unlessLost(stored.key(), () -> {
            builds.completed(
                    work, new StoredFile(stored.key(), stored.size(), rows), expected, manifest, Charting.of(file));
            return true;
        });
    }

    private StoredObject store(Report report, String key, String mediaType, List<Piece> pieces) {
        return pieces.stream().anyMatch(Piece.Sent.class::isInstance)
                ? bucket.complete(FileUploads.open(recorded.upload(report.id()).orElseThrow()), key, mediaType, pieces)
                : bucket.assemble(key, mediaType, pieces);
    }

    static List<Piece> pieces(FileOf file, List<PlannedPart> parts) {
        int sheets = parts.getLast().plan().sheet();
        Assembly assembly = file.assembly(parts.getFirst().widths(), sheets);
        var pieces = new ArrayList<Piece>();
        byte[] head = assembly.open();
        long inFront = inFront(head, segment(parts.getFirst()));
        if (inFront == 0) {
            pieces.add(new Piece.Bytes(head));
        }
        int sheet = 1;
        for (PlannedPart part : parts) {
            if (part.plan().sheet() != sheet) {
                pieces.add(new Piece.Bytes(assembly.nextSheet()));
                sheet = part.plan().sheet();
            }
            SegmentFacts segment = segment(part);
            assembly.add(new Segment(
                    segment.rows(),
                    segment.rawBytes(),
                    segment.storedBytes(),
                    (int) segment.crc32(),
                    segment.altered()));
            pieces.add(piece(segment, inFront));
            inFront = 0;
        }
        pieces.add(new Piece.Bytes(assembly.close()));
        return pieces;
    }

    private static Piece piece(SegmentFacts segment, long inFront) {
        return switch (segment.place()) {
            case Place.Apart(String key, String etag) -> new Piece.Copy(key, inFront + segment.storedBytes(), etag);
            case Place.InFile(List<FilePart> parts) ->
                new Piece.Sent(parts.stream()
                        .map(part -> new UploadedPart(part.number(), part.size(), part.etag()))
                        .toList());
        };
    }

    /// How many bytes of the file's head stand in front of the first segment: all, or none if it was stored by a
    /// version of Sheaf that put it in later.
    private static long inFront(byte[] head, SegmentFacts first) {
        Long crc32 = first.headCrc32();
        if (crc32 == null) {
            return 0;
        }
        Incomplete.check("CRC-32 of the head in front of part 1", Integer.toUnsignedLong(Crc32.of(head)), crc32);
        return head.length;
    }

    private static SegmentFacts segment(PlannedPart part) {
        return Objects.requireNonNull(part.segment(), () -> "Part " + part.id() + " has no segment");
    }
}
