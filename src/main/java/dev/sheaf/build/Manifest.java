package dev.sheaf.build;

import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.format.Crc32;
import dev.sheaf.format.Segment;
import dev.sheaf.report.PlannedPart;
import dev.sheaf.report.Report;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.rows.Boundary;
import dev.sheaf.rows.Range;
import dev.sheaf.storage.Piece;
import dev.sheaf.storage.StoredObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the document that proves a file: what it was built from, and the digests of each stretch of its bytes.
///
/// Parts and frames (what stands between and behind parts) cover the file without a gap; the head of the file counts
/// with the first part. CRC-32s are of the bytes as they are in the file, in eight hexadecimal digits.
record Manifest(Report report, FileOf file) {

    static Manifest of(Report report, FileOf file) {
        return new Manifest(report, file);
    }

    /// Of a file that one task has written; its one part is all of it.
    ObjectNode whole(Instant asOf, StoredObject stored, Segment segment) {
        ObjectNode manifest = head("single", asOf, segment.rows(), stored.size());
        String sha256 = Objects.requireNonNull(stored.sha256());
        int crc32 = Objects.requireNonNull(stored.crc32()).intValue();
        manifest.put("sha256", sha256).put("crc32", hex(crc32));
        ObjectNode part = manifest.putArray("parts").addObject();
        part.put("number", 1).putNull("report_id");
        stretch(part.put("rows", segment.rows()), 0, stored.size(), sha256, crc32);
        part.putNull("key_range");
        manifest.putArray("frames");
        altered(manifest, List.of(segment.altered()));
        return manifest;
    }

    /// Of a file that was joined out of `pieces`; those not in memory are the segments of `parts`, in that order.
    ObjectNode assembled(StoredObject stored, List<Piece> pieces, List<PlannedPart> parts) {
        long rows = parts.stream().mapToLong(part -> segment(part).rows()).sum();
        ObjectNode manifest = head(
                parts.getFirst().plan().range() == null ? "streamed" : "ranged",
                Objects.requireNonNull(parts.getFirst().asOf()),
                rows,
                stored.size());
        manifest.put("sha256", stored.sha256()).putNull("crc32");
        ArrayNode partList = manifest.putArray("parts");
        ArrayNode frames = manifest.putArray("frames");
        long offset = 0;
        int whole = 0;
        var inOrder = parts.iterator();
        for (Piece piece : pieces) {
            int crc32;
            switch (piece) {
                case Piece.Bytes(byte[] bytes) -> {
                    crc32 = Crc32.of(bytes);
                    stretch(frames.addObject(), offset, bytes.length, sha256(bytes), crc32);
                }
                case Piece.Copy _, Piece.Sent _ -> {
                    PlannedPart part = inOrder.next();
                    SegmentFacts segment = segment(part);
                    crc32 = (int) segment.storedCrc32();
                    add(partList.addObject(), part, segment, offset, piece.size(), crc32);
                }
            }
            offset += piece.size();
            whole = Crc32.combine(whole, crc32, piece.size());
        }
        manifest.put("crc32", hex(whole));
        altered(manifest, parts.stream().map(part -> segment(part).altered()).toList());
        return manifest;
    }

    private ObjectNode head(String kind, Instant asOf, long rows, long size) {
        ObjectNode manifest = JsonMapper.shared().createObjectNode();
        manifest.put("report_id", report.id().value())
                .put("report_type", report.type())
                .put("filename", report.filename());
        manifest.set("parameters", report.parameters());
        manifest.put("as_of", asOf.truncatedTo(ChronoUnit.MILLIS).toString());
        manifest.putObject("plan")
                .put("kind", kind)
                .put("read_in", kind.equals("ranged") ? "one snapshot" : "one statement")
                .put("plans", report.plans())
                .put("retries", report.retries())
                .put("segments_kept", report.segmentsKept());
        ArrayNode columns = manifest.putArray("columns");
        for (TypeColumn column : file.request().columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("label", column.label())
                    .put("type", column.type().name().toLowerCase(Locale.ROOT));
        }
        return manifest.put("rows_expected", rows).put("rows_written", rows).put("size_bytes", size);
    }

    private static void add(
            ObjectNode into, PlannedPart part, SegmentFacts segment, long offset, long bytes, int crc32) {
        into.put("number", part.plan().number()).put("report_id", part.id().value());
        stretch(into.put("rows", segment.rows()), offset, bytes, segment.sha256(), crc32);
        Range range = part.plan().range();
        if (range == null) {
            into.putNull("key_range");
            return;
        }
        ObjectNode keys = into.putObject("key_range");
        boundary(keys, "from", range.from());
        boundary(keys, "before", range.before());
    }

    private static void boundary(ObjectNode into, String name, @Nullable Boundary boundary) {
        if (boundary == null) {
            into.putNull(name);
        } else {
            into.putObject(name).put("sort_key", boundary.sortKey()).put("key", boundary.key());
        }
    }

    private static void stretch(ObjectNode into, long offset, long bytes, String sha256, int crc32) {
        into.put("offset", offset).put("bytes", bytes).put("sha256", sha256).put("crc32", hex(crc32));
    }

    /// Only columns in which something was altered.
    private void altered(ObjectNode manifest, List<List<Long>> counts) {
        ObjectNode altered = manifest.putObject("altered_cells");
        List<TypeColumn> columns = file.request().columns();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            long cells = counts.stream().mapToLong(part -> part.get(column)).sum();
            if (cells > 0) {
                altered.put(columns.get(i).name(), cells);
            }
        }
    }

    private static SegmentFacts segment(PlannedPart part) {
        return Objects.requireNonNull(part.segment(), () -> "Part " + part.id() + " has no segment");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static String hex(int crc32) {
        return "%08x".formatted(crc32);
    }
}
