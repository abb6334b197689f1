package dev.sheaf.report;

/// Where a report stands. It goes from pending to processing to completed, and from either of the first two to
/// failed.
public enum ReportState {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED
}
