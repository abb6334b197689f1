package dev.sheaf.report;

import java.util.Set;

/// Where a report or a part stands, and where it may go from there.
///
/// The triggers of `V13__life_cycle.sql` hold the same, and the table in `docs/architecture.md` tells it.
public enum ReportState {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED;

    /// The states that may follow. A failed report can be tried again; a failed part goes with its report.
    public Set<ReportState> next(boolean part) {
        return switch (this) {
            case PENDING -> Set.of(PROCESSING, FAILED);
            case PROCESSING -> Set.of(COMPLETED, FAILED);
            case COMPLETED -> Set.of();
            case FAILED -> part ? Set.of() : Set.of(PENDING);
        };
    }

    /// True while a build is waiting or under way.
    public boolean live() {
        return this == PENDING || this == PROCESSING;
    }
}
