package dev.sheaf.report;

import java.util.Locale;

/// The kinds of work on a report, in the order in which free workers prefer them.
public enum WorkKind {
    /// Make the file out of segments that are all there.
    ASSEMBLY,
    /// Look at a new report; if it is small, read and store all of it.
    WHOLE,
    /// Cut a large report into parts.
    PLAN,
    /// Read one part and store its segment; or, on a report that cannot be read in ranges, read all of it in one go.
    PART;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WorkKind of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
