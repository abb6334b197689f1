package dev.sheaf.report;

import dev.sheaf.access.UserId;
import org.jspecify.annotations.Nullable;

/// Which of the visible reports a list shows; null means any.
///
/// Without a `parent` it shows whole reports, with one the parts of that. `before` is where the page before ended.
public record ListFilter(
        @Nullable ReportState state,
        @Nullable String type,
        @Nullable ReportId parent,
        @Nullable ReportId before,
        @Nullable UserId requester) {

    public static final ListFilter ALL = new ListFilter(null, null, null, null, null);
}
