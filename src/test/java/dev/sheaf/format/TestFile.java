package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One file made from plain values, as the build makes it: segments on their own, then joined.
final class TestFile {

    private final byte[] bytes;
    private final List<Segment> segments;

    private TestFile(byte[] bytes, List<Segment> segments) {
        this.bytes = bytes;
        this.segments = List.copyOf(segments);
    }

    byte[] bytes() {
        return bytes;
    }

    List<Segment> segments() {
        return segments;
    }

    static Layout layout(ValueType... types) {
        return layout(Arrays.stream(types)
                .map(type -> new Column("Column " + type, type, 2))
                .toList());
    }

    static Layout layout(List<Column> columns) {
        return new Layout("Clicks", columns, Collections.nCopies(columns.size(), 12), true, false);
    }

    static TestFile of(FileFormat format, Layout layout, List<? extends List<? extends @Nullable String>> rows) {
        return of(format, layout, rows, 1);
    }

    static TestFile of(
            FileFormat format,
            Layout layout,
            List<? extends List<? extends @Nullable String>> rows,
            int segmentsPerSheet) {
        return ofCopy(format, layout, rows.stream().map(CopyText::row).toList(), segmentsPerSheet);
    }

    static TestFile ofCopy(FileFormat format, Layout layout, List<byte[]> rows, int segmentsPerSheet) {
        return ofCopy(format, layout, rows, segmentsPerSheet, null);
    }

    static TestFile ofCopy(
            FileFormat format, Layout layout, List<byte[]> rows, int segmentsPerSheet, @Nullable Cover cover) {
        int perSheet = (int) Math.min(format.rowsPerSheet(), Integer.MAX_VALUE);
        int sheets = Math.max(1, (rows.size() + perSheet - 1) / perSheet);
        Assembly assembly = format.assembly(layout, sheets, cover);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<Segment> segments = new ArrayList<>();
        file.writeBytes(assembly.open());
        for (int sheet = 0; sheet < sheets; sheet++) {
            if (sheet > 0) {
                file.writeBytes(assembly.nextSheet());
            }
            List<byte[]> onSheet = rows.subList(sheet * perSheet, Math.min(rows.size(), (sheet + 1) * perSheet));
            for (int cut = 0; cut < segmentsPerSheet; cut++) {
                int from = onSheet.size() * cut / segmentsPerSheet;
                int to = onSheet.size() * (cut + 1) / segmentsPerSheet;
                Segment segment = segment(format, layout, onSheet.subList(from, to), from, file);
                segments.add(segment);
                assembly.add(segment);
            }
        }
        file.writeBytes(assembly.close());
        return new TestFile(file.toByteArray(), segments);
    }

    static Segment segment(FileFormat format, Layout layout, List<byte[]> rows, long first, ByteArrayOutputStream out) {
        try (SegmentWriter writer = format.segment(layout, first, out)) {
            for (byte[] row : rows) {
                writer.row(row, 0, row.length);
            }
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Long> altered() {
        return IntStream.range(0, segments.getFirst().altered().size())
                .mapToObj(column -> segments.stream()
                        .mapToLong(segment -> segment.altered().get(column))
                        .sum())
                .toList();
    }
}
