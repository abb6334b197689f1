package dev.sheaf.rows;

import java.util.OptionalLong;

/// What the planner of a database expects of a request: how many rows, by any factor wrong, and whether its parts can
/// be read one by one. Empty where the database cannot say.
public record Outlook(OptionalLong rows, boolean ranged) {

    static final Outlook UNKNOWN = new Outlook(OptionalLong.empty(), false);

    /// False only if fewer rows are expected.
    public boolean mayExceed(long limit) {
        return rows.isEmpty() || rows.getAsLong() > limit;
    }

    /// How many parts of `partRows` that makes, at least 1.
    public int parts(long partRows) {
        return Math.clamp((rows.orElse(0) + partRows - 1) / partRows, 1, Integer.MAX_VALUE);
    }
}
