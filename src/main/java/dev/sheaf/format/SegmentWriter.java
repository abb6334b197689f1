package dev.sheaf.format;

import java.io.IOException;

/// Turns rows into one segment of a file; needs about 1 MB, however many rows come.
///
/// Not thread safe. The stream given at its making stays open: its owner closes it. [#close()] only lets go of
/// memory outside the heap when a segment is given up; after [#finish()] it does nothing.
public interface SegmentWriter extends AutoCloseable {

    /// Writes one row in the text form of `COPY … TO STDOUT`, with or without the line feed at its end. The bytes
    /// are not kept. Throws IllegalArgumentException if the row has more or fewer fields than the layout has
    /// columns; the segment is lost then.
    void row(byte[] copy, int from, int to) throws IOException;

    /// Ends the segment on a byte boundary and tells its facts; must be called exactly once.
    Segment finish() throws IOException;

    @Override
    void close();
}
