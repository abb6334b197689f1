package dev.sheaf.bench;

import java.util.Collection;
import java.util.List;

/// Middle values.
public final class Median {

    private Median() {}

    public static double of(Collection<Double> values) {
        return percentile(values, 50);
    }

    /// The smallest value that is not less than `percent` of all (nearest rank); for 50 of an even number, the mean
    /// of the two in the middle.
    public static double percentile(Collection<Double> values, double percent) {
        List<Double> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int middle = sorted.size() / 2;
        if (percent == 50 && sorted.size() % 2 == 0) {
            return (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
