package dev.sheaf.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many rows of a finished report belong to each group of one of its facets, by the facet's first count. `bars` are
/// all days in their order, or else the largest groups first; `total` counts those that are left out, too.
public record Chart(String facet, Kind kind, List<Bar> bars, long total) {

    /// What the groups are: how they are read, and whether they have an order of their own.
    public enum Kind {
        DAY,
        COUNTRY,
        FLAG,
        OTHER
    }

    public Chart {
        bars = List.copyOf(bars);
    }

    /// One group as PostgreSQL prints its value, null where there is none.
    public record Bar(@Nullable String group, long count) {}
}
