package dev.sheaf.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a plan out of the boundaries as they are read: the first row of each part, and the last row of all.
final class Cut {

    private final long partRows;
    private final long sheetRows;
    private final List<PartPlan> parts = new ArrayList<>();
    private @Nullable Boundary start;
    private long startNumber;

    Cut(long partRows, long sheetRows) {
        this.partRows = partRows;
        this.sheetRows = sheetRows;
    }

    /// `number` counts rows from 1. The last row begins a part too where its number falls on a cut.
    void row(Boundary boundary, long number, boolean last) {
        if ((number - 1) % sheetRows % partRows == 0) {
            if (start != null) {
                end(start, boundary, number - 1);
            }
            start = boundary;
            startNumber = number;
        }
        if (last && start != null) {
            end(start, null, number);
        }
    }

    private void end(Boundary from, @Nullable Boundary before, long lastNumber) {
        long place = startNumber - 1;
        parts.add(new PartPlan(
                parts.size() + 1,
                (int) (place / sheetRows) + 1,
                place % sheetRows,
                lastNumber - startNumber + 1,
                new Range(from, before)));
    }

    /// Empty if there was no row.
    Optional<Plan> plan() {
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Plan(parts));
    }
}
