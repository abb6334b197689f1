package dev.sheaf.report;

/// One piece of work, taken from the queue. `lease` is its fencing token: whoever holds a newer one has taken it
/// over.
/// `tries` counts from 1.
public record Work(long id, ReportId report, WorkKind kind, String turn, long lease, int tries) {}
