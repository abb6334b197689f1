package dev.sheaf.access;

import java.util.SortedSet;

/// Which reports a viewer is told about: their own; as an admin, those of everyone in the publishers they
/// administer, as far as these hold nothing outside `rows`; as an operator, all.
public record ReportScope(UserId viewer, boolean everyone, SortedSet<Long> administered, RowScope rows) {}
