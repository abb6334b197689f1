package dev.sheaf.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The beginning or the end of a sheet's DEFLATE stream, with its facts; what stands between are segments.
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
        byte[] xml = XmlParts.sheetHead(layout, selected).getBytes(StandardCharsets.UTF_8);
        byte[] labels =
                CopyText.row(layout.columns().stream().map(Column::label).toList());
        return new SheetFragment(
                out -> {
                    out.append(xml, 0, xml.length);
                    new XlsxSegmentWriter(headerCells(layout), 1, 2, out).row(labels, 0, labels.length);
                },
                false);
    }

    /// Everything after the last data row.
    static SheetFragment tail(Layout layout) {
        byte[] xml = XmlParts.sheetTail(layout.columns()).getBytes(StandardCharsets.UTF_8);
        return new SheetFragment(out -> out.append(xml, 0, xml.length), true);
    }

    byte[] stored() {
        return stored.toByteArray();
    }

    Segment facts() {
        return facts;
    }

    private static XlsxCell[] headerCells(Layout layout) {
        XlsxCell[] cells = new XlsxCell[layout.columns().size()];
        for (int column = 0; column < cells.length; column++) {
            cells[column] =
                    new XlsxCell(column, ValueType.TEXT, Styles.HEADER, Styles.GUARDED_HEADER, layout.formulaGuard());
        }
        return cells;
    }

    private interface Content {
        void put(Output out) throws IOException;
    }
}
