package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One thing that can be asked for, as its file declares it.
///
/// `source` is the database that its rows come from. `from` and `key` are SQL: where in it, and what tells rows apart.
/// Maps keep the order of the file. The first sort is the default. `partRows`, `maxRows` and `retention` are null
/// where the file leaves them to the settings.
public record ReportType(
        String name,
        String displayName,
        String description,
        FileKind kind,
        String filename,
        String source,
        String from,
        String key,
        Scope scope,
        Map<String, TypeColumn> columns,
        Map<String, Filter> filters,
        List<DateRange> ranges,
        Map<String, Sort> sorts,
        Map<String, Facet> facets,
        Defaults defaults,
        @Nullable Integer partRows,
        @Nullable Integer maxRows,
        @Nullable Duration retention,
        Origin origin) {

    /// Sheaf's own database, as a type file would name it.
    public static final String OWN_SOURCE = "sheaf";

    public ReportType {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
        ranges = List.copyOf(ranges);
        sorts = Collections.unmodifiableMap(new LinkedHashMap<>(sorts));
        facets = Collections.unmodifiableMap(new LinkedHashMap<>(facets));
    }

    /// Whether somebody of `standing` is told of this type.
    public boolean isFor(Standing standing) {
        return !(scope instanceof Scope.OperatorsOnly) || standing == Standing.OPERATOR;
    }

    public Sort defaultSort() {
        return sorts.values().iterator().next();
    }

    /// The columns of a file for which none were named.
    public List<TypeColumn> defaultColumns(Standing standing) {
        return columns.values().stream()
                .filter(column -> !column.optional() && standing.reaches(column.standing()))
                .toList();
    }

    /// The source that names the publishers of the rows, if it is not by their numbers.
    public @Nullable String publisherKey() {
        return scope instanceof Scope.OfPublishers publishers ? publishers.publisherKey() : null;
    }

    /// Whether `:today` stands anywhere in the SQL that every request of this type uses.
    boolean usesToday() {
        return Stream.of(
                        Stream.of(from, key),
                        columns.values().stream().map(TypeColumn::sql),
                        sorts.values().stream().map(Sort::sql),
                        facets.values().stream().map(Facet::sql))
                .flatMap(sql -> sql)
                .anyMatch(sql -> SqlNames.in(sql).contains(SqlNames.TODAY));
    }

    TypeColumn column(String columnName) {
        return Objects.requireNonNull(columns.get(columnName), columnName);
    }
}
