package dev.sheaf.report;

import org.jspecify.annotations.Nullable;

/// What a report would come to. `bytes` and `seconds` follow from the last `measuredReports` of its type and are null
/// where there is none; `seconds` are those of the build, without what it waits for its turn.
public record Estimate(
        long rows,
        boolean rowsExact,
        int parts,
        @Nullable Long bytes,
        @Nullable Double seconds,
        int measuredReports) {}
