package dev.sheaf.rows;

import java.io.IOException;

/// Hands on so many rows and no more, and knows whether there were more.
final class BoundedSink implements RowSink {

    private final long limit;
    private final RowSink sink;
    private long rows;

    BoundedSink(long limit, RowSink sink) {
        this.limit = limit;
        this.sink = sink;
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        if (rows++ < limit) {
            sink.row(copy, from, to);
        }
    }

    void check() {
        if (rows > limit) {
            throw new TooManyRows(limit);
        }
    }
}
