package dev.sheaf.rows;

import org.jspecify.annotations.Nullable;

/// The rows from one boundary, included, up to another, excluded; null: to the end. `sorted`: PostgreSQL may sort
/// them, rather than find them in order.
public record Range(Boundary from, @Nullable Boundary before, boolean sorted) {

    Range(Boundary from, @Nullable Boundary before) {
        this(from, before, false);
    }

    Range asSorted() {
        return new Range(from, before, true);
    }
}
