package dev.sheaf.report;

/// A report that a viewer is told about, and whether its rows still lie within what they may see today.
///
/// Somebody's own report stays visible when they lose a publisher; its file does not.
public record VisibleReport(Report report, boolean withinScope) {}
