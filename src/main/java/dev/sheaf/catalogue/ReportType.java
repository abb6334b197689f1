package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One thing that can be asked for, as its file declares it.
///
/// `source` is the database that its rows come from. `from` and `key` are SQL: where in it, and what tells rows apart.
/// Maps keep the order of the file. The first sort is the default. `partRows`, `maxRows` and `retention` are null
/// where the file leaves them to the settings. `language` is that of the file's texts for people, `told` that of those
/// that are here, and `translations` has them in more.
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
        Map<String, Charted> charts,
        Icon icon,
        Defaults defaults,
        @Nullable Integer partRows,
        @Nullable Integer maxRows,
        @Nullable Duration retention,
        Origin origin,
        Locale language,
        Locale told,
        Map<Locale, Translation> translations) {

    /// Sheaf's own database, as a type file would name it.
    public static final String OWN_SOURCE = "sheaf";

    public ReportType {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
        ranges = List.copyOf(ranges);
        sorts = Collections.unmodifiableMap(new LinkedHashMap<>(sorts));
        facets = Collections.unmodifiableMap(new LinkedHashMap<>(facets));
        charts = Collections.unmodifiableMap(new LinkedHashMap<>(charts));
        translations = Map.copyOf(translations);
    }

    /// The languages that its texts are there in.
    public Set<Locale> languages() {
        var languages = new LinkedHashSet<Locale>();
        languages.add(language);
        translations.keySet().stream()
                .sorted(Comparator.comparing(Locale::toLanguageTag))
                .forEach(languages::add);
        return languages;
    }

    /// The same with its texts in `wanted`, as it is if they are not there.
    public ReportType in(Locale wanted) {
        Translation translation = translations.get(wanted);
        return translation == null ? this : translation.of(this);
    }

    /// The same in the language of [#languages] that a reader wishes most.
    public ReportType in(Languages wished) {
        Locale best = wished.best(languages());
        return best == null ? this : in(best);
    }

    ReportType with(Translation translation) {
        var more = new HashMap<>(translations);
        more.merge(translation.language(), translation, Translation::and);
        return with(told, displayName, description, columns, filters, sorts, facets, charts, more);
    }

    ReportType told(
            Locale toldIn,
            String toldName,
            String toldDescription,
            Map<String, TypeColumn> toldColumns,
            Map<String, Filter> toldFilters,
            Map<String, Sort> toldSorts,
            Map<String, Facet> toldFacets,
            Map<String, Charted> toldCharts) {
        return with(
                toldIn,
                toldName,
                toldDescription,
                toldColumns,
                toldFilters,
                toldSorts,
                toldFacets,
                toldCharts,
                translations);
    }

    private ReportType with(
            Locale toldIn,
            String toldName,
            String toldDescription,
            Map<String, TypeColumn> toldColumns,
            Map<String, Filter> toldFilters,
            Map<String, Sort> toldSorts,
            Map<String, Facet> toldFacets,
            Map<String, Charted> toldCharts,
            Map<Locale, Translation> known) {
        return new ReportType(
                name,
                toldName,
                toldDescription,
                kind,
                filename,
                source,
                from,
                key,
                scope,
                toldColumns,
                toldFilters,
                ranges,
                toldSorts,
                toldFacets,
                toldCharts,
                icon,
                defaults,
                partRows,
                maxRows,
                retention,
                origin,
                language,
                toldIn,
                known);
    }

    /// Whether somebody of `standing` is told of this type.
    public boolean isFor(Standing standing) {
        return !(scope instanceof Scope.OperatorsOnly) || standing == Standing.OPERATOR;
    }

    /// The filters that somebody of `standing` is told of.
    public List<Filter> filtersFor(Standing standing) {
        return filters.values().stream()
                .filter(filter -> standing.reaches(filter.standing()))
                .toList();
    }

    /// `parameters` of a report as somebody of `standing` can ask by them again: without what filters that are hidden
    /// from them have anyway.
    public ObjectNode withoutHiddenFallbacks(ObjectNode parameters, Standing standing) {
        if (parameters.path("search_params") instanceof ObjectNode search) {
            search.remove(filters.values().stream()
                    .filter(filter -> !standing.reaches(filter.standing()))
                    .filter(filter -> search.path(filter.name()).asString("").equals(filter.fallback()))
                    .map(Filter::name)
                    .toList());
        }
        return parameters;
    }

    /// The ranges of which somebody of `standing` is told both filters.
    List<DateRange> rangesFor(Standing standing) {
        List<String> told = filtersFor(standing).stream().map(Filter::name).toList();
        return ranges.stream()
                .filter(range -> told.contains(range.from()) && told.contains(range.to()))
                .toList();
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

    Facet facet(String facetName) {
        return Objects.requireNonNull(facets.get(facetName), facetName);
    }

    TypeColumn column(String columnName) {
        return Objects.requireNonNull(columns.get(columnName), columnName);
    }
}
