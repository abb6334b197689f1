package dev.sheaf.rows;

import java.io.IOException;

/// Takes rows, one call each, in order.
@FunctionalInterface
public interface RowSink {

    /// `copy[from..to)` is one row in COPY text format, without its line end. The array is the reader's: it may
    /// hold something else after the call.
    void row(byte[] copy, int from, int to) throws IOException;
}
