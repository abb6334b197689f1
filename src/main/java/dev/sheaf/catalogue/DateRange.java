package dev.sheaf.catalogue;

/// Two date filters that belong together: `to` is not before `from`, and both days included there are at most
/// `maxDays`.
public record DateRange(String from, String to, int maxDays) {}
