package dev.sheaf.format;

import java.io.IOException;

/// Takes the raw bytes of a segment and stores them, as DEFLATE (RFC 1951) unless an implementation says
/// otherwise.
///
/// The bytes come in order and in few big pieces, and up to 32 KiB of what came before still stands in the buffer
/// in front of `from`, so an implementation can use the buffer as its window. Not thread safe.
interface Deflate extends AutoCloseable {

    /// Tells where a cell stands among the bytes that are written next: the index behind the digits of its
    /// reference, its value, and the value's end. In CSV, which has no references, both begin at the comma.
    /// `column` is 0-based, or [Cells#ROW] for the tag that opens a row.
    ///
    /// Only a hint, which may be wrong and which most implementations do without.
    default void cell(int column, int reference, int value, int end) {}

    void write(byte[] buffer, int from, int to) throws IOException;

    /// Brings the stream to a byte boundary; `last` sets the final bit, so that nothing can follow. Frees all
    /// memory outside the heap and tells how many bytes were stored in all.
    long end(boolean last) throws IOException;

    /// Frees memory outside the heap without writing anything.
    @Override
    void close();
}
