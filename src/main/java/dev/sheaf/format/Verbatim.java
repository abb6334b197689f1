package dev.sheaf.format;

import java.io.IOException;
import java.io.OutputStream;

/// Stores bytes as they are, for CSV.
final class Verbatim implements Deflate {

    private final OutputStream out;
    private long stored;

    Verbatim(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] buffer, int from, int to) throws IOException {
        out.write(buffer, from, to - from);
        stored += to - from;
    }

    @Override
    public long end(boolean last) {
        return stored;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
