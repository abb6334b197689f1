package dev.sheaf.format;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// CSV as RFC 4180 has it: CRLF, a header record, quotes only where needed, UTF-8; plain, or as one gzip member.
enum CsvFormat implements FileFormat {
    PLAIN("csv", "text/csv; charset=utf-8"),
    GZIP("csv.gz", "application/gzip");

    private final String extension;
    private final String mediaType;

    CsvFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    @Override
    public String extension() {
        return extension;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    @Override
    public long rowsPerSheet() {
        return Long.MAX_VALUE;
    }

    @Override
    public SegmentWriter segment(Layout layout, long firstRow, OutputStream out) {
        Deflate deflate = switch (this) {
            case PLAIN -> new Verbatim(out);
            case GZIP -> new SheetDeflate(out);
        };
        return new CsvSegmentWriter(layout.columns(), layout.formulaGuard(), deflate);
    }

    @Override
    public Assembly assembly(Layout layout, int sheets, @Nullable Cover cover) {
        if (sheets != 1) {
            throw new IllegalArgumentException("A CSV file has exactly 1 sheet, not " + sheets);
        }
        return switch (this) {
            case PLAIN -> new CsvAssembly(layout);
            case GZIP -> new GzipAssembly(new CsvAssembly(layout));
        };
    }
}
