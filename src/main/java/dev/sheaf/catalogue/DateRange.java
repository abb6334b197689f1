package dev.sheaf.catalogue;

import org.jspecify.annotations.Nullable;

/// Two date filters that belong together: `to` is not before `from`, and both days included there are at most
/// `maxDays`, if that is given.
public record DateRange(String from, String to, @Nullable Integer maxDays) {}
