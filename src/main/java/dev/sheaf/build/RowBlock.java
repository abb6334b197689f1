package dev.sheaf.build;

import dev.sheaf.rows.RowSink;
import java.io.IOException;

/// Some rows on their way from the reader to the writer of a segment. Used again and again.
final class RowBlock {

    static final int BYTES = 128 * 1024;
    private static final int ROWS = 4096;

    private byte[] bytes = new byte[BYTES];
    private final int[] ends = new int[ROWS];
    private int length;
    private int rows;

    /// Whether a row of `size` bytes may be added. An empty block takes any.
    boolean takes(int size) {
        return rows == 0 || (rows < ROWS && size <= bytes.length - length);
    }

    void add(byte[] copy, int from, int to) {
        int size = to - from;
        if (size > bytes.length) {
            bytes = new byte[size];
        }
        System.arraycopy(copy, from, bytes, length, size);
        length += size;
        ends[rows++] = length;
    }

    int rows() {
        return rows;
    }

    void handTo(RowSink sink) throws IOException {
        int from = 0;
        for (int row = 0; row < rows; row++) {
            sink.row(bytes, from, ends[row]);
            from = ends[row];
        }
    }

    /// A row that was too large for it is not kept room for.
    void clear() {
        length = 0;
        rows = 0;
        if (bytes.length > BYTES) {
            bytes = new byte[BYTES];
        }
    }
}
