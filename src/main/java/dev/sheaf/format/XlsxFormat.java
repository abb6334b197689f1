package dev.sheaf.format;

import java.io.OutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Excel workbooks as ECMA-376 has them, one sheet for every 1,048,575 rows.
record XlsxFormat(long rowsPerSheet, Function<OutputStream, Deflate> deflater) implements FileFormat {

    /// Rows of a sheet with its header, ECMA-376 part 1, 18.3.1.73.
    static final int MAX_ROWS = 1_048_576;

    static final XlsxFormat XLSX = new XlsxFormat(MAX_ROWS - 1);

    XlsxFormat {
        if (rowsPerSheet < 1 || rowsPerSheet >= MAX_ROWS) {
            throw new IllegalArgumentException(
                    "A sheet takes 1 to %d data rows, not %d".formatted(MAX_ROWS - 1, rowsPerSheet));
        }
    }

    XlsxFormat(long rowsPerSheet) {
        this(rowsPerSheet, SheetDeflate::new);
    }

    @Override
    public String extension() {
        return "xlsx";
    }

    @Override
    public String mediaType() {
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }

    @Override
    public SegmentWriter segment(Layout layout, long firstRow, OutputStream out) {
        if (firstRow < 0 || firstRow > rowsPerSheet) {
            throw new IllegalArgumentException(
                    "A segment cannot begin at row %d of a sheet of %d rows".formatted(firstRow, rowsPerSheet));
        }
        Styles styles = new Styles(layout.columns());
        XlsxCell[] cells = new XlsxCell[layout.columns().size()];
        for (int place = 0; place < cells.length; place++) {
            Column column = layout.columns().get(place);
            cells[place] = new XlsxCell(
                    place,
                    column.type(),
                    styles.plain(place),
                    styles.guarded(place),
                    layout.formulaGuard(),
                    column.hasCurrency() ? column.currency() - place : 0,
                    styles.currencies(place));
        }
        return new XlsxSegmentWriter(cells, firstRow + 2, rowsPerSheet + 2, new Output(deflater.apply(out)));
    }

    @Override
    public Assembly assembly(Layout layout, int sheets, @Nullable Cover cover) {
        return new XlsxAssembly(layout, sheets, rowsPerSheet, cover);
    }
}
