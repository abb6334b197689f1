package dev.sheaf.format;

import java.util.Arrays;
import java.util.List;

/// Measures how wide a sheet's columns should be: from the header, the types and the first rows.
///
/// Counts code points, wide ones (East Asian, emoji) twice, and the widest line of a text. Looks at 200 rows and
/// ignores further ones. Not thread safe.
public final class ColumnWidths {

    private static final int MIN = 8;
    private static final int MAX = 60;
    private static final int MARGIN = 2;
    private static final int FILTER_BUTTON = 3;
    private static final int ROWS = 200;

    /// The blocks that UAX 11 calls wide or full-width, roughly.
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private final List<Column> columns;
    private final int[] widths;
    private final CopyFields fields = new CopyFields();
    private int rows;

    private ColumnWidths(List<Column> columns) {
        this.columns = List.copyOf(columns);
        widths = columns.stream()
                .mapToInt(column -> Math.max(ofText(column.label()) + FILTER_BUTTON, ofType(column.type()) + MARGIN))
                .toArray();
    }

    public static ColumnWidths of(List<Column> columns) {
        return new ColumnWidths(columns);
    }

    /// One row in the text form of COPY, as for [SegmentWriter#row].
    public ColumnWidths row(byte[] copy, int from, int to) {
        if (rows == ROWS) {
            return this;
        }
        rows++;
        fields.begin(copy, from, to);
        for (int column = 0; column < widths.length && fields.next(); column++) {
            if (!fields.isNull()) {
                String text = CopyText.text(fields.bytes, fields.start, fields.end);
                widths[column] = Math.max(widths[column], ofValue(columns.get(column), text) + MARGIN);
            }
        }
        return this;
    }

    /// One width per column in characters, for [Layout#widths()].
    public List<Integer> widths() {
        return Arrays.stream(widths)
                .map(width -> Math.clamp(width, MIN, MAX))
                .boxed()
                .toList();
    }

    private static int ofType(ValueType type) {
        return switch (type) {
            case DATE -> "2026-11-24".length();
            case TIMESTAMP -> "2026-11-24 15:32:01".length();
            case BOOLEAN -> "FALSE".length();
            case ID, TEXT, INTEGER, DECIMAL, MONEY, PERCENT, URL, COUNTRY -> 0;
        };
    }

    private static int ofValue(Column column, String text) {
        return switch (column.type()) {
            case ID, TEXT, URL, COUNTRY -> ofText(text);
            case INTEGER -> ofNumber(text, 0, true);
            case DECIMAL, MONEY -> ofNumber(text, column.scale(), true);
            case PERCENT -> ofNumber(text, column.scale(), false) + 1;
            case DATE, TIMESTAMP, BOOLEAN -> 0;
        };
    }

    private static int ofNumber(String text, int scale, boolean grouped) {
        int point = text.indexOf('.');
        int whole = point < 0 ? text.length() : point;
        return whole + (grouped ? (whole - 1) / 3 : 0) + (scale == 0 ? 0 : scale + 1);
    }

    private static int ofText(String text) {
        return text.lines().mapToInt(ColumnWidths::ofLine).max().orElse(0);
    }

    private static int ofLine(String line) {
        return line.codePoints().limit(MAX).map(point -> isWide(point) ? 2 : 1).sum();
    }

    private static boolean isWide(int point) {
        for (int[] block : WIDE) {
            if (point >= block[0] && point <= block[1]) {
                return true;
            }
        }
        return false;
    }
}
