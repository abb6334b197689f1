package dev.sheaf.report;

import java.util.List;

/// What is recorded of a part's segment: where it lies, and what proves it. Lengths are in bytes, before and after
/// compression; `crc32` is of the bytes before, `storedCrc32`, `sha256` and the store's `etag` of those stored;
/// `altered` counts changed cells by column.
public record SegmentFacts(
        String key,
        long rows,
        long rawBytes,
        long storedBytes,
        long crc32,
        long storedCrc32,
        String sha256,
        String etag,
        List<Long> altered) {

    public SegmentFacts {
        altered = List.copyOf(altered);
    }
}
