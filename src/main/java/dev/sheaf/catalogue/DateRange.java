package dev.sheaf.catalogue;

import org.jspecify.annotations.Nullable;

/// Two date filters that belong together: `to` is not before `from`, and both days included there are at most
/// `maxDays`, if that is given. With `endExcluded` the rows of the day `to` are not among those that are found.
public record DateRange(String from, String to, @Nullable Integer maxDays, boolean endExcluded) {}
