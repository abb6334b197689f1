package dev.sheaf.report;

/// The finished file of a report: where it lies, its length in bytes, and the rows in it.
public record StoredFile(String key, long size, long rows) {}
