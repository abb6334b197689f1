package dev.sheaf.rows;

import org.jspecify.annotations.Nullable;

/// One part: its number and sheet, both from 1, the place of its first row in that sheet, from 0, and its rows.
///
/// `range` says where they are read; null if they were cut from one read of all.
public record PartPlan(
        int number,
        int sheet,
        long firstRow,
        long rows,
        @Nullable Range range) {

    PartPlan asSorted() {
        return new PartPlan(number, sheet, firstRow, rows, range == null ? null : range.asSorted());
    }
}
