package dev.sheaf.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes COPY rows as CSV records; see RFC 4180, section 2.
///
/// Null is nothing and the empty text is `""`; a record whose only field is null is `""` too, since an empty line
/// would be no record to most readers.
final class CsvSegmentWriter implements SegmentWriter {

    private static final byte[] EMPTY = ascii("\"\"");
    /// Shorter fields make no match of their own.
    private static final int HINTED = 4;
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private final ValueType[] types;
    private final boolean formulaGuard;
    private final Output out;
    private final CopyFields fields = new CopyFields();
    private final TimestampText timestamp = new TimestampText();
    private final Alterations altered;
    private long rows;

    CsvSegmentWriter(List<Column> columns, boolean formulaGuard, Deflate deflate) {
        this.types = columns.stream().map(Column::type).toArray(ValueType[]::new);
        this.formulaGuard = formulaGuard;
        this.out = new Output(deflate);
        this.altered = new Alterations(types.length);
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        fields.begin(copy, from, to);
        for (int column = 0; column < types.length; column++) {
            if (!fields.next()) {
                throw RowShape.tooShort(rows, column, types.length);
            }
            int start = out.at;
            if (column > 0) {
                out.put(',');
            }
            if (!fields.isNull()) {
                cell(column);
            } else if (types.length == 1) {
                out.put(EMPTY);
            }
            if (out.at - start >= HINTED) {
                out.cell(column, start, start, out.at);
            }
            out.room();
        }
        if (fields.next()) {
            throw RowShape.tooLong(rows, types.length);
        }
        out.put('\r');
        out.put('\n');
        rows++;
    }

    @Override
    public Segment finish() throws IOException {
        return out.finish(rows, altered.counts(), false);
    }

    @Override
    public void close() {
        out.close();
    }

    private void cell(int column) throws IOException {
        switch (types[column]) {
            case ID, TEXT, URL, COUNTRY -> text(column);
            case INTEGER, DECIMAL, MONEY, PERCENT, DATE -> CsvText.put(fields, false, out);
            case BOOLEAN -> bool();
            case TIMESTAMP -> timestamp();
        }
    }

    private void text(int column) throws IOException {
        boolean guarded = formulaGuard && FormulaGuard.suspects(fields.bytes, fields.start, fields.end);
        if (guarded) {
            altered.count(column);
        }
        CsvText.put(fields, guarded, out);
    }

    private void bool() throws IOException {
        byte letter = fields.end - fields.start == 1 ? fields.bytes[fields.start] : 0;
        switch (letter) {
            case 't' -> out.put(TRUE);
            case 'f' -> out.put(FALSE);
            default -> CsvText.put(fields, false, out);
        }
    }

    /// ISO 8601 with `Z` for the offset zero; what is no plain timestamp, such as `infinity`, stays as it is.
    private void timestamp() throws IOException {
        byte[] bytes = fields.bytes;
        if (!timestamp.read(bytes, fields.start, fields.end)) {
            CsvText.put(fields, false, out);
            return;
        }
        int time = fields.start + TimestampText.DATE_LENGTH;
        int offset = timestamp.offsetStart;
        out.put(bytes, fields.start, time);
        out.put('T');
        out.put(bytes, time + 1, offset);
        if (offset == fields.end) {
            return;
        }
        if (isZero(bytes, offset, fields.end)) {
            out.put('Z');
            return;
        }
        out.put(bytes, offset, fields.end);
        if (fields.end - offset == 3) {
            out.put(':');
            out.putDigits(0, 2);
        }
    }

    private static boolean isZero(byte[] bytes, int offset, int end) {
        for (int at = offset + 1; at < end; at++) {
            if (bytes[at] != '0' && bytes[at] != ':') {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
