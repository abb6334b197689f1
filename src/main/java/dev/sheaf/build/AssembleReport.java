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
import dev.sheaf.report.StoredFile;
import dev.sheaf.report.Work;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Piece;
import dev.sheaf.storage.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Makes the one file out of segments that are all stored, copied by the store itself.
@Component
class AssembleReport {

    private final Builds builds;
    private final Parts recorded;
    private final FacetSums sums;
    private final Catalogue catalogue;
    private final Bucket bucket;
    private final Leftovers leftovers;
    private final Covers covers;

    AssembleReport(
            Builds builds,
            Parts recorded,
            FacetSums sums,
            Catalogue catalogue,
            Bucket bucket,
            Leftovers leftovers,
            Covers covers) {
        this.builds = builds;
        this.recorded = recorded;
        this.sums = sums;
        this.catalogue = catalogue;
        this.bucket = bucket;
        this.leftovers = leftovers;
        this.covers = covers;
    }

    void run(Work work) {
        Report report = builds.begin(work);
        FileOf bare = FileOf.request(catalogue.reopen(report.type(), report.parameters(), report.scope()));
        List<PlannedPart> parts = recorded.of(report.id());
        Instant asOf = Objects.requireNonNull(parts.getFirst().asOf());
        FileOf file = bare.with(covers.of(
                report,
                bare.request(),
                asOf,
                sums.of(report.id(), bare.request().facets())));
        String key = ObjectKeys.file(report.id(), work, file.format().extension());
        List<Piece> pieces = pieces(file, parts);
        StoredObject stored = bucket.assemble(key, file.format().mediaType(), pieces);
        long rows = parts.stream()
                .map(AssembleReport::segment)
                .mapToLong(SegmentFacts::rows)
                .sum();
        long expected = Objects.requireNonNull(report.rowsExpected());
        ObjectNode manifest = Manifest.of(report, file).assembled(stored, pieces, parts);
        leftovers.unlessLost(key, () -> {
            builds.completed(work, new StoredFile(key, stored.size(), rows), expected, manifest, Charting.of(file));
            return true;
        });
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
            pieces.add(new Piece.Copy(segment.key(), inFront + segment.storedBytes(), segment.etag()));
            inFront = 0;
        }
        pieces.add(new Piece.Bytes(assembly.close()));
        return pieces;
    }

    /// How many bytes of the file's head stand in front of the first segment: all, or none if it was stored by a
    /// version of Sheaf that put it in later.
    private static long inFront(byte[] head, SegmentFacts first) {
        Long crc32 = first.headCrc32();
        if (crc32 == null) {
            return 0;
        }
        Incomplete.check("CRC-32 of the head in " + first.key(), Integer.toUnsignedLong(Crc32.of(head)), crc32);
        return head.length;
    }

    private static SegmentFacts segment(PlannedPart part) {
        return Objects.requireNonNull(part.segment(), () -> "Part " + part.id() + " has no segment");
    }
}
