package dev.sheaf.format;

import java.util.List;
import java.util.Objects;

/// What all segments of one file agree on; two segments made with different layouts do not belong into one file.
///
/// `widths` holds one width per column in characters, 1 to 255, as Excel counts them (ECMA-376 part 1, 18.3.1.13),
/// and is ignored by CSV, as is `sheetName`, which may be any text: characters that Excel forbids are replaced.
/// Times are written as they arrive, never shifted.
public record Layout(
        String sheetName, List<Column> columns, List<Integer> widths, boolean formulaGuard, boolean byteOrderMark) {

    /// Excel's limit, ECMA-376 part 1, 18.3.1.73.
    static final int MAX_COLUMNS = 16_384;

    private static final int MAX_WIDTH = 255;

    public Layout {
        Objects.requireNonNull(sheetName, "sheetName");
        columns = List.copyOf(columns);
        widths = List.copyOf(widths);
        if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException(
                    "A file has 1 to %d columns, not %d".formatted(MAX_COLUMNS, columns.size()));
        }
        if (widths.size() != columns.size()) {
            throw new IllegalArgumentException("There are %d widths for %d columns; each column needs one"
                    .formatted(widths.size(), columns.size()));
        }
        for (Column column : columns) {
            if (column.currency() >= columns.size()) {
                throw new IllegalArgumentException("Column \"%s\" has its currency in column %d of %d"
                        .formatted(column.label(), column.currency(), columns.size()));
            }
        }
        for (int width : widths) {
            if (width < 1 || width > MAX_WIDTH) {
                throw new IllegalArgumentException("A column's width is 1 to %d, not %d".formatted(MAX_WIDTH, width));
            }
        }
    }
}
