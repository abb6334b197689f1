package dev.sheaf.format;

import java.util.Arrays;
import java.util.List;

/// Counts per column the cells that could not be written as they came.
final class Alterations {

    private final long[] counts;

    Alterations(int columns) {
        counts = new long[columns];
    }

    void count(int column) {
        counts[column]++;
    }

    List<Long> counts() {
        return Arrays.stream(counts).boxed().toList();
    }
}
