package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// A CSV file: the byte order mark if wished, the header record, then nothing but segments.
final class CsvAssembly implements Assembly {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Layout layout;
    private final AssemblyState state = new AssemblyState(1);

    CsvAssembly(Layout layout) {
        this.layout = layout;
    }

    @Override
    public byte[] open() {
        state.open();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (layout.byteOrderMark()) {
            bytes.writeBytes(BYTE_ORDER_MARK);
        }
        List<String> labels = layout.columns().stream().map(Column::label).toList();
        List<Column> texts = labels.stream()
                .map(label -> new Column(label, ValueType.TEXT, 0))
                .toList();
        byte[] header = CopyText.row(labels);
        try (SegmentWriter writer = new CsvSegmentWriter(texts, layout.formulaGuard(), new Verbatim(bytes))) {
            writer.row(header, 0, header.length);
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public byte[] nextSheet() {
        state.nextSheet();
        throw new AssertionError("A CSV file has no second sheet");
    }

    @Override
    public void add(Segment segment) {
        state.add();
    }

    @Override
    public byte[] close() {
        state.close();
        return new byte[0];
    }
}
