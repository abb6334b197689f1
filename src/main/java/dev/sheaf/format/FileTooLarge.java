package dev.sheaf.format;

import java.util.List;

/// A sheet has outgrown what Excel files can hold: 4 GiB of XML, be it packed or not.
///
/// The same rows do not fit a second time; fewer in a sheet do, or fewer columns.
public final class FileTooLarge extends RuntimeException {

    FileTooLarge(String message) {
        super(message);
    }

    /// So many rows like those of `segments` fit into a sheet wherever it begins. It is reckoned by the largest rows,
    /// and a sixteenth is left for what stands around them and for rows that are larger than their neighbours.
    public static long rowsThatFit(List<Segment> segments) {
        double rowBytes = segments.stream()
                .mapToDouble(segment -> (double) Math.max(segment.rawBytes(), segment.storedBytes()) / segment.rows())
                .max()
                .orElse(1);
        return Math.max(1, (long) (ZipWriter.LIMIT / 16 * 15 / rowBytes));
    }
}
