package dev.sheaf.build;

import dev.sheaf.format.Assembly;
import dev.sheaf.format.ColumnWidths;
import dev.sheaf.format.Cover;
import dev.sheaf.format.Layout;
import dev.sheaf.format.Segment;
import dev.sheaf.format.SegmentWriter;
import dev.sheaf.rows.RowSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a whole file as its rows come in: head, one segment, tail.
///
/// The first rows are held back until they have told the widths of the columns, which stand in front of them.
final class WholeFile implements RowSink, AutoCloseable {

    static final int MEASURED_ROWS = 200;

    private FileOf file;
    private final OutputStream out;
    private final ColumnWidths widths;
    private final List<byte[]> held = new ArrayList<>();
    private @Nullable Assembly assembly;
    private @Nullable SegmentWriter writer;

    WholeFile(FileOf file, OutputStream out) {
        this.file = file;
        this.out = out;
        this.widths = ColumnWidths.of(file.columns());
    }

    /// Before the first row: what the file tells besides.
    void tell(Cover cover) {
        file = file.with(cover);
    }

    /// With what was told.
    FileOf file() {
        return file;
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        if (writer != null) {
            writer.row(copy, from, to);
            return;
        }
        widths.row(copy, from, to);
        held.add(Arrays.copyOfRange(copy, from, to));
        if (held.size() == MEASURED_ROWS) {
            open();
        }
    }

    private SegmentWriter open() throws IOException {
        Layout layout = file.layout(widths.widths());
        assembly = file.assembly(widths.widths(), 1);
        out.write(assembly.open());
        SegmentWriter opened = file.format().segment(layout, 0, out);
        writer = opened;
        for (byte[] row : held) {
            opened.row(row, 0, row.length);
        }
        held.clear();
        return opened;
    }

    /// Ends the file; what its one segment holds.
    Segment finish() throws IOException {
        SegmentWriter last = writer == null ? open() : writer;
        Segment segment = last.finish();
        if (assembly != null) {
            assembly.add(segment);
            out.write(assembly.close());
        }
        return segment;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
