package dev.sheaf.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is recorded of a part's segment: where it lies, and what proves it. Lengths are in bytes, before and after
/// compression; `crc32` is of the bytes before, `storedCrc32` and `sha256` of those stored; `altered` counts changed
/// cells by column; `headCrc32` is of the head of the file where that is stored in front of the segment, and then
/// `storedCrc32`, `sha256` and the ETag are of both.
public record SegmentFacts(
        Place place,
        long rows,
        long rawBytes,
        long storedBytes,
        long crc32,
        long storedCrc32,
        String sha256,
        List<Long> altered,
        @Nullable Long headCrc32) {

    public SegmentFacts {
        altered = List.copyOf(altered);
    }

    /// Where the bytes are until the file is made.
    public sealed interface Place {

        /// An object of their own, and its ETag.
        record Apart(String key, String etag) implements Place {}

        /// In the upload that becomes the file, as these of its parts.
        record InFile(List<FilePart> parts) implements Place {

            public InFile {
                parts = List.copyOf(parts);
            }
        }
    }

    /// A part of the file's upload, as the store numbers and names it.
    public record FilePart(int number, long size, String etag) {}
}
