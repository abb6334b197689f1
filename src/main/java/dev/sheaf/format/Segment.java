package dev.sheaf.format;

import java.util.List;

/// The facts of one finished segment, which an [Assembly] needs to join it with others.
///
/// `rawBytes` counts before compression, `storedBytes` as written, and `crc32` is that of the raw bytes. `altered`
/// has one count per column: cells changed by the formula guard, cut at Excel's length, or kept as text because
/// Excel could not hold the number or date.
public record Segment(long rows, long rawBytes, long storedBytes, int crc32, List<Long> altered) {

    public Segment {
        altered = List.copyOf(altered);
        if (rows < 0 || rawBytes < 0 || storedBytes < 0) {
            throw new IllegalArgumentException(
                    "A segment cannot have %d rows, %d raw and %d stored bytes".formatted(rows, rawBytes, storedBytes));
        }
    }
}
