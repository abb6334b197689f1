package dev.sheaf.report;

/// Published when a report no longer needs some of its objects; those that it needs are still recorded.
public record Discarded(ReportId report) {}
