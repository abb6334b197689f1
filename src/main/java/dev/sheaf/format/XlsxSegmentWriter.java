package dev.sheaf.format;

import java.io.IOException;

/// Writes COPY rows as the rows of a sheet (ECMA-376 part 1, 18.3.1.73), each row and cell with its reference.
///
/// Null is no cell, the empty text is a cell with an empty text. Between two rows nothing is allocated.
final class XlsxSegmentWriter implements SegmentWriter {

    private static final Markup ROW = Markup.of("<row r=\"");
    private static final Markup CELLS = Markup.of("\">");
    private static final Markup ROW_END = Markup.of("</row>");
    private static final Markup TEXT_END = Markup.of("</t></is></c>");
    private static final Markup VALUE_END = Markup.of("</v></c>");

    private final XlsxCell[] cells;
    private final Output out;
    private final CopyFields fields = new CopyFields();
    private final DecimalText decimal = new DecimalText();
    private final Alterations altered;
    private final long endRow;
    private final RowNumber number;
    private long rows;
    /// Where the digits of the cell's reference end, and where its value begins.
    private int reference;

    private int value;

    /// `firstRow` is 1-based within the sheet, whose last row stands before `endRow`.
    XlsxSegmentWriter(XlsxCell[] cells, long firstRow, long endRow, Output out) {
        this.cells = cells;
        this.out = out;
        this.altered = new Alterations(cells.length);
        this.endRow = endRow - firstRow;
        this.number = new RowNumber(firstRow);
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        if (rows == endRow) {
            throw new IllegalStateException("The sheet is full after %d rows of this segment".formatted(rows));
        }
        out.put(ROW);
        number.put(out);
        int reference = out.at;
        out.put(CELLS);
        out.cell(Cells.ROW, reference, out.at, out.at);
        fields.begin(copy, from, to);
        for (int column = 0; column < cells.length; column++) {
            if (!fields.next()) {
                throw RowShape.tooShort(rows, column, cells.length);
            }
            if (!fields.isNull()) {
                out.room();
                cell(cells[column], column);
            }
        }
        if (fields.next()) {
            throw RowShape.tooLong(rows, cells.length);
        }
        out.put(ROW_END);
        out.room();
        rows++;
        number.increment();
    }

    @Override
    public Segment finish() throws IOException {
        return out.finish(rows, altered.counts(), false);
    }

    @Override
    public void close() {
        out.close();
    }

    private void cell(XlsxCell cell, int column) {
        out.put(cell.open);
        number.put(out);
        reference = out.at;
        switch (cell.type) {
            case ID, TEXT, URL, COUNTRY -> text(cell, column);
            case INTEGER, DECIMAL, MONEY -> decimal(cell, column);
            case PERCENT -> percent(cell, column);
            case DATE -> date(cell, column, cell.date.readDate(fields.bytes, fields.start, fields.end));
            case TIMESTAMP -> date(cell, column, cell.date.readTimestamp(fields.bytes, fields.start, fields.end));
            case BOOLEAN -> bool(cell, column);
        }
    }

    private void text(XlsxCell cell, int column) {
        boolean suspect = cell.guard && FormulaGuard.suspects(fields.bytes, fields.start, fields.end);
        boolean cut = inline(cell, column, suspect);
        if (suspect || cut) {
            altered.count(column);
        }
    }

    private void decimal(XlsxCell cell, int column) {
        if (!decimal.read(fields.bytes, fields.start, fields.end)) {
            unheld(cell, column);
            return;
        }
        out.put(cell.currencyAhead == 0 ? cell.number : money(cell));
        value = out.at;
        out.put(fields.bytes, fields.start, fields.end);
        endValue(column, VALUE_END);
    }

    private Markup money(XlsxCell cell) {
        int from = fields.startOf(cell.currencyAhead);
        return cell.money(fields.bytes, from, fields.endOf(from));
    }

    private void percent(XlsxCell cell, int column) {
        if (!decimal.read(fields.bytes, fields.start, fields.end)) {
            unheld(cell, column);
            return;
        }
        out.put(cell.number);
        value = out.at;
        decimal.putHundredth(fields.bytes, fields.start, out);
        endValue(column, VALUE_END);
    }

    private void date(XlsxCell cell, int column, boolean held) {
        if (!held) {
            unheld(cell, column);
            return;
        }
        out.put(cell.number);
        value = out.at;
        cell.date.put(out);
        endValue(column, VALUE_END);
    }

    private void bool(XlsxCell cell, int column) {
        byte letter = fields.end - fields.start == 1 ? fields.bytes[fields.start] : 0;
        if (letter != 't' && letter != 'f') {
            unheld(cell, column);
            return;
        }
        out.put(cell.bool);
        value = out.at;
        out.put(letter == 't' ? '1' : '0');
        endValue(column, VALUE_END);
    }

    private void endValue(int column, Markup markup) {
        out.cell(column, reference, value, out.at);
        out.put(markup);
    }

    /// Excel has no such value: it is kept as the text that arrived.
    private void unheld(XlsxCell cell, int column) {
        altered.count(column);
        inline(cell, column, false);
    }

    private boolean inline(XlsxCell cell, int column, boolean suspect) {
        byte[] bytes = fields.bytes;
        int end = XmlText.cutAt(bytes, fields.start, fields.end);
        boolean cut = end < fields.end;
        out.put(cell.text(suspect, XmlText.endsInBlank(bytes, fields.start, end)));
        value = out.at;
        XmlText.put(bytes, fields.start, end, fields.seen, out);
        if (cut) {
            XmlText.putCutMark(out);
        }
        endValue(column, TEXT_END);
        return cut;
    }
}
