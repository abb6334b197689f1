package dev.sheaf.catalogue;

import dev.sheaf.format.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads one report type from its YAML file and holds it to the rules of the language.
final class TypeFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern FILENAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int GREATEST_SCALE = 10;

    private final String file;
    private final Content content;

    private TypeFile(String file, Content content) {
        this.file = file;
        this.content = content;
    }

    static ReportType read(Resource resource) throws IOException {
        String file = Objects.requireNonNullElse(resource.getFilename(), resource.getDescription());
        try (InputStream in = resource.getInputStream()) {
            Content content = YAML.readValue(in, Content.class);
            if (content == null) {
                throw new UnusableTypeFile(file, "the file is empty");
            }
            return new TypeFile(file, content).type();
        } catch (UnrecognizedPropertyException e) {
            throw new UnusableTypeFile(file, "unknown key " + path(e));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String problem = Objects.requireNonNullElse(e.getOriginalMessage(), "not YAML");
            throw new UnusableTypeFile(file, at == null ? problem : "line " + at.getLineNr() + ": " + problem);
        }
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> Objects.requireNonNullElse(step.getPropertyName(), "[" + step.getIndex() + "]"))
                .collect(Collectors.joining("."));
    }

    private ReportType type() {
        Scope scope = scope();
        var type = new ReportType(
                named("name", content.name),
                given("display_name", content.displayName),
                Objects.requireNonNullElse(content.description, ""),
                given("format", content.format),
                given("filename", content.filename),
                Objects.requireNonNullElse(content.source, ReportType.OWN_SOURCE),
                given("from", content.from),
                given("key", content.key),
                scope.column,
                scope.publisherKey,
                columns(),
                filters(),
                sorts(),
                content.ranges == null ? List.of() : content.ranges);
        check(FILENAME.matcher(type.filename()).matches(), "filename must be made of a-z, 0-9 and -");
        for (DateRange range : type.ranges()) {
            check(isDate(type, range.from()) && isDate(type, range.to()), "ranges must name two date filters");
            check(range.maxDays() >= 1, "ranges must have max_days of 1 or more");
        }
        checkParameters(type);
        return type;
    }

    /// SQL alone, which gives the number of a publisher, or `{column, publisher_key}`.
    private Scope scope() {
        JsonNode scope = given("scope", content.scope);
        if (scope.isString()) {
            return new Scope(given("scope", scope.stringValue()), null);
        }
        check(scope.isObject(), "scope must be SQL, or {column, publisher_key}");
        for (String key : scope.propertyNames()) {
            check(Set.of("column", "publisher_key").contains(key), "unknown key scope." + key);
        }
        return new Scope(
                given("scope.column", scope.path("column").asStringOpt().orElse(null)),
                given(
                        "scope.publisher_key",
                        scope.path("publisher_key").asStringOpt().orElse(null)));
    }

    private Map<String, TypeColumn> columns() {
        var columns = new LinkedHashMap<String, TypeColumn>();
        given("columns", content.columns).forEach((name, column) -> {
            String where = "columns." + named("columns", name);
            check(column.label == null || !column.label.isBlank(), where + ".label must not be blank");
            int scale = Objects.requireNonNullElse(column.scale, 2);
            check(scale >= 0 && scale <= GREATEST_SCALE, where + ".scale must be 0 to " + GREATEST_SCALE);
            columns.put(
                    name,
                    new TypeColumn(
                            name,
                            given(where + ".label", column.label),
                            given(where + ".type", column.type),
                            scale,
                            given(where + ".sql", column.sql),
                            Objects.requireNonNullElse(column.description, "")));
        });
        check(!columns.isEmpty(), "columns must not be empty");
        return columns;
    }

    private Map<String, Filter> filters() {
        var filters = new LinkedHashMap<String, Filter>();
        Map<String, FilterContent> given = content.filters == null ? Map.of() : content.filters;
        given.forEach((name, filter) -> {
            String where = "filters." + named("filters", name);
            FilterType type = given(where + ".type", filter.type);
            List<String> choices = filter.choices == null ? List.of() : filter.choices;
            check(type != FilterType.CHOICE || !choices.isEmpty(), where + ".choices must name some");
            check(
                    choices.isEmpty() || type == FilterType.CHOICE || type == FilterType.INTEGER,
                    where + ".choices go with type choice or integer");
            check(!SqlNames.TAKEN.contains(name), where + ": the name is taken");
            check(!filter.narrowsScope || type == FilterType.ID, where + ".narrows_scope goes with type id");
            if (filter.fallback != null) {
                check(
                        isValue(type, filter.fallback, choices),
                        where + ".fallback must be " + type.expectation(choices));
            }
            filters.put(
                    name,
                    new Filter(
                            name,
                            type,
                            filter.many,
                            filter.required,
                            filter.narrowsScope,
                            choices,
                            filter.fallback,
                            filter.sql,
                            Objects.requireNonNullElse(filter.description, "")));
        });
        return filters;
    }

    private static boolean isValue(FilterType type, String fallback, List<String> choices) {
        return (type == FilterType.DATE && fallback.equals(Filter.TODAY))
                || Objects.equals(type.canonical(fallback, choices), fallback);
    }

    private Map<String, Sort> sorts() {
        var sorts = new LinkedHashMap<String, Sort>();
        given("sorts", content.sorts).forEach((name, sort) -> {
            String where = "sorts." + named("sorts", name);
            sorts.put(
                    name,
                    new Sort(
                            name,
                            given(where + ".sql", sort.sql),
                            given(where + ".sql_type", sort.sqlType),
                            sort.nullable,
                            sort.descending));
        });
        check(!sorts.isEmpty(), "sorts must not be empty: the first is the default");
        return sorts;
    }

    /// Every `:name` in the type's SQL must be one that the server fills in.
    private void checkParameters(ReportType type) {
        var known = new HashSet<>(type.filters().keySet());
        known.addAll(SqlNames.BUILT_IN);
        checkNames("from", type.from(), known);
        checkNames("key", type.key(), known);
        checkNames("scope", type.scope(), known);
        type.columns().values().forEach(column -> checkNames("columns." + column.name(), column.sql(), known));
        type.sorts().values().forEach(sort -> checkNames("sorts." + sort.name(), sort.sql(), known));
        type.filters().values().forEach(filter -> {
            if (filter.sql() != null) {
                checkNames("filters." + filter.name(), filter.sql(), known);
            } else {
                check(
                        filter.narrowsScope() || SqlNames.in(type.from()).contains(filter.name()),
                        "filters." + filter.name() + " has no effect: give it sql, or use it in from");
            }
        });
    }

    private void checkNames(String where, String sql, Set<String> known) {
        for (String name : SqlNames.in(sql)) {
            check(known.contains(name), where + ": unknown parameter :" + name + "; known are " + new TreeSet<>(known));
        }
    }

    private static boolean isDate(ReportType type, String filter) {
        Filter found = type.filters().get(filter);
        return found != null && found.type() == FilterType.DATE && !found.many();
    }

    private String named(String where, @Nullable String name) {
        String given = given(where, name);
        check(NAME.matcher(given).matches(), where + ": \"" + given + "\" must be made of a-z, 0-9 and _");
        return given;
    }

    private <T> T given(String where, @Nullable T value) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw new UnusableTypeFile(file, where + " is missing");
        }
        return value;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new UnusableTypeFile(file, rule);
        }
    }

    private record Content(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String description,
            @Nullable FileKind format,
            @Nullable String filename,
            @Nullable String source,
            @Nullable String from,
            @Nullable String key,
            @Nullable JsonNode scope,
            @Nullable LinkedHashMap<String, ColumnContent> columns,
            @Nullable LinkedHashMap<String, FilterContent> filters,
            @Nullable LinkedHashMap<String, SortContent> sorts,
            @Nullable List<DateRange> ranges) {}

    private record Scope(String column, @Nullable String publisherKey) {}

    private record ColumnContent(
            @Nullable String label,
            @Nullable ValueType type,
            @Nullable Integer scale,
            @Nullable String sql,
            @Nullable String description) {}

    private record FilterContent(
            @Nullable FilterType type,
            boolean many,
            boolean required,
            boolean narrowsScope,
            @Nullable List<String> choices,
            @Nullable String fallback,
            @Nullable String sql,
            @Nullable String description) {}

    private record SortContent(
            @Nullable String sql, @Nullable String sqlType, boolean nullable, boolean descending) {}
}
