package dev.sheaf.rows;

import org.jspecify.annotations.Nullable;

/// Rows that follow one another in the order of a report: those with a sort key or those without one, and of these all
/// or all from a boundary on.
///
/// Rows without a sort key stand behind the others. An index finds its way to the boundary in either of the two, but
/// not in both by one condition.
record Stretch(@Nullable Boundary from, boolean nulls) {}
