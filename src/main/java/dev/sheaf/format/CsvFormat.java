package dev.sheaf.format;

import java.io.OutputStream;

/// CSV as RFC 4180 has it: CRLF, a header record, quotes only where needed, UTF-8.
enum CsvFormat implements FileFormat {
    CSV;

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public String mediaType() {
        return "text/csv; charset=utf-8";
    }

    @Override
    public long rowsPerSheet() {
        return Long.MAX_VALUE;
    }

    @Override
    public SegmentWriter segment(Layout layout, long firstRow, OutputStream out) {
        return new CsvSegmentWriter(layout.columns(), layout.formulaGuard(), out);
    }

    @Override
    public Assembly assembly(Layout layout, int sheets) {
        if (sheets != 1) {
            throw new IllegalArgumentException("A CSV file has exactly 1 sheet, not " + sheets);
        }
        return new CsvAssembly(layout);
    }
}
