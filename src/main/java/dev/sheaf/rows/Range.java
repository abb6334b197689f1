package dev.sheaf.rows;

import org.jspecify.annotations.Nullable;

/// The rows from one boundary, included, up to another, excluded; null: to the end.
public record Range(Boundary from, @Nullable Boundary before) {}
