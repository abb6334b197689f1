package dev.sheaf.report;

import dev.sheaf.rows.PartPlan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part as it is recorded: its place in the plan, the snapshot and column widths of that plan, and its segment
/// once that is stored. A part of a streamed plan has no snapshot of its own to read.
public record PlannedPart(
        ReportId id,
        PartPlan plan,
        @Nullable String snapshot,
        @Nullable Instant asOf,
        List<Integer> widths,
        @Nullable SegmentFacts segment) {

    public PlannedPart {
        widths = List.copyOf(widths);
    }
}
