package dev.sheaf.storage;

import java.util.Optional;

/// Numbers for the parts of an open upload that one of its writers has to itself.
///
/// S3 puts parts in the order of their numbers, which go up to 10,000. A few in front of each share and behind the last
/// one are left to whoever completes the upload.
public record PartNumbers(int first, int last) {

    private static final int FOR_ALL_WRITERS = 9_990;
    private static final int IN_FRONT = 2;
    private static final int FEWEST = 16;

    /// The share of writer `writer` (from 1) among `writers`; empty if they are so many that a share would hold less
    /// than 80 MiB.
    public static Optional<PartNumbers> share(int writer, int writers) {
        int each = FOR_ALL_WRITERS / writers;
        if (each - IN_FRONT < FEWEST) {
            return Optional.empty();
        }
        return Optional.of(new PartNumbers((writer - 1) * each + IN_FRONT + 1, writer * each));
    }
}
