package dev.sheaf.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One thing that can be asked for, as its file declares it.
///
/// `from`, `key` and `scope` are SQL: where rows come from, what tells them apart (a `bigint`), and the publisher
/// that a row belongs to. Maps keep the order of the file. The first sort is the default.
public record ReportType(
        String name,
        String displayName,
        String description,
        FileKind kind,
        String filename,
        String from,
        String key,
        String scope,
        Map<String, TypeColumn> columns,
        Map<String, Filter> filters,
        Map<String, Sort> sorts,
        List<DateRange> ranges) {

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
