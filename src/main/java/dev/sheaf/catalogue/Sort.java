package dev.sheaf.catalogue;

/// An order that a caller may ask for. The type's key stands behind it in the same direction, so it is total.
///
/// `sqlType` is the PostgreSQL type of `sql`; `nullable` says whether it can be null (nulls then come last).
public record Sort(String name, String sql, String sqlType, boolean nullable, boolean descending) {}
