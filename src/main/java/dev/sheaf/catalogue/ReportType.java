package dev.sheaf.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One thing that can be asked for, as its file declares it.
///
/// `source` is the database that its rows come from. `from`, `key` and `scope` are SQL: where in it, what tells rows
/// apart, and the publisher that a row belongs to: by its number, or by the key that it has in the source named by
/// `publisherKey`. Maps keep the order of the file. The first sort is the default.
public record ReportType(
        String name,
        String displayName,
        String description,
        FileKind kind,
        String filename,
        String source,
        String from,
        String key,
        String scope,
        @Nullable String publisherKey,
        Map<String, TypeColumn> columns,
        Map<String, Filter> filters,
        Map<String, Sort> sorts,
        List<DateRange> ranges) {

    /// Sheaf's own database, as a type file would name it.
    public static final String OWN_SOURCE = "sheaf";

    public ReportType {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
        sorts = Collections.unmodifiableMap(new LinkedHashMap<>(sorts));
        ranges = List.copyOf(ranges);
    }

    public Sort defaultSort() {
        return sorts.values().iterator().next();
    }

    TypeColumn column(String columnName) {
        return Objects.requireNonNull(columns.get(columnName), columnName);
    }
}
