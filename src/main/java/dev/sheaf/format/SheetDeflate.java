package dev.sheaf.format;

import java.io.IOException;
import java.io.OutputStream;

/// DEFLATE (RFC 1951) in plain Java for the XML of a sheet and for CSV, told where the cells stand.
///
/// Finds what repeats mostly without searching, so it takes a fraction of zlib's time for about the size of zlib's
/// level 1. Hints that are wrong or missing cost size, never correctness. Needs about 1 MB on the heap.
final class SheetDeflate implements Deflate {

    private final Cells cells = new Cells();
    private final BlockWriter writer;
    private final DeflateBlock block;
    private final Matcher matcher;

    SheetDeflate(OutputStream out) {
        writer = new BlockWriter(out);
        block = new DeflateBlock(writer);
        matcher = new Matcher(block);
    }

    @Override
    public void cell(int column, int reference, int value, int end) {
        cells.add(column, reference, value, end);
    }

    @Override
    public void write(byte[] buffer, int from, int to) throws IOException {
        block.begin(buffer, from);
        matcher.match(buffer, from, to, cells);
        block.end(to);
        cells.clear();
    }

    @Override
    public long end(boolean last) throws IOException {
        return writer.end(last);
    }

    @Override
    public void close() {
        // Holds nothing outside the heap.
    }
}
