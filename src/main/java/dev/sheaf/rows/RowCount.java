package dev.sheaf.rows;

/// How many rows a request has: `exact`, or as many as the database's planner expects.
public record RowCount(long rows, boolean exact) {}
