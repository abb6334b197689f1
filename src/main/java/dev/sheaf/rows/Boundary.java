package dev.sheaf.rows;

import org.jspecify.annotations.Nullable;

/// A place in the order of a report: the sort key and the primary key of one row, as PostgreSQL writes them.
///
/// `sortKey` is null where the row's is.
public record Boundary(@Nullable String sortKey, String key) {}
