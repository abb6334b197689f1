package dev.sheaf.storage;

import java.util.Optional;

/// Numbers of an open upload that belong to one of its writers alone, and in order to nobody else ever.
///
/// S3 orders parts by their numbers and knows 10,000. Those in front of `first` and behind the last writer's are
/// left to whoever completes the upload.
///
/// @param first what the writer numbers from
/// @param last the highest that it may use
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
