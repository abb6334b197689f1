package dev.sheaf.build;

import dev.sheaf.format.Assembly;
import dev.sheaf.format.Cover;
import dev.sheaf.format.Layout;
import dev.sheaf.format.Segment;
import dev.sheaf.format.SegmentWriter;
import dev.sheaf.rows.RowSink;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Writes a whole file as its rows come in: head, one segment, tail.
///
/// The first rows are held back until they have told the widths of the columns, which stand in front of them.
final class WholeFile implements RowSink, AutoCloseable {

    private FileOf file;
    private final OutputStream out;
    private final FirstRows first;
    private @Nullable Assembly assembly;
    private @Nullable SegmentWriter writer;

    WholeFile(FileOf file, OutputStream out) {
        this.file = file;
        this.out = out;
        this.first = new FirstRows(file);
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
        first.row(copy, from, to);
        if (first.areEnough()) {
            open();
        }
    }

    private SegmentWriter open() throws IOException {
        Layout layout = file.layout(first.widths());
        assembly = file.assembly(first.widths(), 1);
        out.write(assembly.open());
        SegmentWriter opened = file.format().segment(layout, 0, out);
        writer = opened;
        first.handTo(opened::row);
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
