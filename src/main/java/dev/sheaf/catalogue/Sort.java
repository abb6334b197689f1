package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;

/// An order that a caller may ask for. The type's key stands behind it in the same direction, so it is total.
///
/// `label` is what people call it. `sqlType` is the PostgreSQL type of `sql`; `nullable` says whether it can be null
/// (nulls then come last).
/// `claimed` is true if the file says so itself; otherwise the database has to prove that nothing is null.
public record Sort(
        String name,
        String label,
        String sql,
        String sqlType,
        boolean nullable,
        boolean claimed,
        boolean descending,
        Standing standing) {

    Sort told(String toldLabel) {
        return new Sort(name, toldLabel, sql, sqlType, nullable, claimed, descending, standing);
    }
}
