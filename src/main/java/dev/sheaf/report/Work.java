package dev.sheaf.report;

/// One piece of work, taken from the queue. `lease` is its fencing token: whoever holds a newer one has taken
/// it over.
/// `tries` counts from 1 those who took it and gave it back, `lost` from 0 those who died over it.
public record Work(long id, ReportId report, WorkKind kind, String turn, long lease, int tries, int lost) {}
