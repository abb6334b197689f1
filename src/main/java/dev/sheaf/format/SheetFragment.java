package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The beginning or the end of a part's DEFLATE stream, or all of a small part, with its facts; what stands between
/// beginning and end are segments.
final class SheetFragment {

    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private final Segment facts;

    private SheetFragment(Content content, boolean last) {
        Output out = new Output(new JdkDeflate(stored));
        try {
            content.put(out);
            facts = out.finish(0, List.of(), last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            out.close();
        }
    }

    /// Everything up to the first data row.
    static SheetFragment head(Layout layout, boolean selected) {
        byte[] labels =
                CopyText.row(layout.columns().stream().map(Column::label).toList());
        return new SheetFragment(
                out -> {
                    put(XmlParts.sheetHead(layout.widths(), selected), out);
                    new XlsxSegmentWriter(headerCells(layout.columns().size(), layout.formulaGuard()), 1, 2, out)
                            .row(labels, 0, labels.length);
                },
                false);
    }

    /// Everything after the last data row.
    static SheetFragment tail(Layout layout, boolean table) {
        return new SheetFragment(out -> put(XmlParts.sheetTail(layout, table), out), true);
    }

    /// All of a part at once.
    static SheetFragment whole(Content content) {
        return new SheetFragment(content, true);
    }

    static SheetFragment whole(String xml) {
        return whole(out -> put(xml, out));
    }

    byte[] stored() {
        return stored.toByteArray();
    }

    Segment facts() {
        return facts;
    }

    static XlsxCell[] headerCells(int columns, boolean formulaGuard) {
        XlsxCell[] cells = new XlsxCell[columns];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = new XlsxCell(column, ValueType.TEXT, Styles.HEADER, Styles.GUARDED_HEADER, formulaGuard);
        }
        return cells;
    }

    static void put(String xml, Output out) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        out.append(bytes, 0, bytes.length);
    }

    /// What writes a part's XML.
    interface Content {
        void put(Output out) throws IOException;
    }
}
