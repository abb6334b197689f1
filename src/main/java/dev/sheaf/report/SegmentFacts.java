package dev.sheaf.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is recorded of a part's segment: where it lies, and what proves it. Lengths are in bytes, before and after
/// compression; `crc32` is of the bytes before, `storedCrc32`, `sha256` and the store's `etag` of those stored;
/// `altered` counts changed cells by column; `headCrc32` is of the head of the file where that is stored in front of
/// the segment, and then `storedCrc32`, `sha256` and `etag` are of both.
public record SegmentFacts(
        String key,
        long rows,
        long rawBytes,
        long storedBytes,
        long crc32,
        long storedCrc32,
        String sha256,
        String etag,
        List<Long> altered,
        @Nullable Long headCrc32) {

    public SegmentFacts {
        altered = List.copyOf(altered);
    }
}
