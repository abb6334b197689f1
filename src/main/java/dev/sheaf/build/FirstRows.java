package dev.sheaf.build;

import dev.sheaf.format.ColumnWidths;
import dev.sheaf.format.SegmentWriter;
import dev.sheaf.rows.RowSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The first rows of a report, held until they have told what stands in front of them in its file.
final class FirstRows implements RowSink {

    static final int ENOUGH = 200;

    /// In bytes: fewer rows are enough where they are long.
    private static final int MOST_HELD = 4 << 20;

    private final FileOf file;
    private final ColumnWidths widths;
    private final List<byte[]> rows = new ArrayList<>();
    private long held;

    FirstRows(FileOf file) {
        this.file = file;
        this.widths = ColumnWidths.of(file.columns());
    }

    /// Rows that come once there are enough are not looked at.
    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        if (!areEnough()) {
            widths.row(copy, from, to);
            rows.add(Arrays.copyOfRange(copy, from, to));
            held += to - from;
        }
    }

    boolean areEnough() {
        return rows.size() >= ENOUGH || held >= MOST_HELD;
    }

    boolean areNone() {
        return rows.isEmpty();
    }

    /// Hands them on in order and holds them no longer.
    void handTo(RowSink sink) throws IOException {
        for (byte[] row : rows) {
            sink.row(row, 0, row.length);
        }
        rows.clear();
    }

    /// Of the columns, in characters.
    List<Integer> widths() {
        return widths.widths();
    }

    /// How many bytes a row takes in a segment; more than in a long one, where more repeats itself.
    double bytesOfARow() {
        try (SegmentWriter writer = file.format().segment(file.layout(widths()), 0, OutputStream.nullOutputStream())) {
            for (byte[] row : rows) {
                writer.row(row, 0, row.length);
            }
            return (double) writer.finish().storedBytes() / Math.max(1, rows.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
