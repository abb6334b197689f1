package dev.sheaf.format;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A kind of file that a report can be: CSV (RFC 4180) or XLSX (ECMA-376).
///
/// A file is `assembly.open()`, then its segments in order with `assembly.nextSheet()` between two sheets, then
/// `assembly.close()`; every segment is announced by [Assembly#add]. Same layout and same rows give the same bytes
/// if they are cut into the same segments. Implementations are immutable and thread safe, what they hand out is
/// not.
public sealed interface FileFormat permits CsvFormat, XlsxFormat {

    static FileFormat csv() {
        return CsvFormat.PLAIN;
    }

    /// CSV, compressed.
    static FileFormat csvGzip() {
        return CsvFormat.GZIP;
    }

    static FileFormat xlsx() {
        return XlsxFormat.XLSX;
    }

    /// The file name's extension without its dot.
    String extension();

    String mediaType();

    /// How many data rows one sheet takes, its header row not counted.
    long rowsPerSheet();

    /// A writer of the rows from `firstRow` on, which is 0-based and counts data rows within their sheet. The
    /// caller closes `out`; neither the writer nor its `finish` does.
    SegmentWriter segment(Layout layout, long firstRow, OutputStream out);

    /// What stands around the segments of a file with that many sheets, which is 1 unless the rows outgrow
    /// [#rowsPerSheet()]. `cover` says what else a workbook tells; without one it has its rows and no more.
    Assembly assembly(Layout layout, int sheets, @Nullable Cover cover);

    /// Everything in front of the first segment, which depends on the layout alone: whoever stores that segment can
    /// put it there before the rest of the file is known. It is what [Assembly#open] hands out.
    default byte[] head(Layout layout) {
        return assembly(layout, 1).open();
    }

    default Assembly assembly(Layout layout, int sheets) {
        return assembly(layout, sheets, null);
    }
}
