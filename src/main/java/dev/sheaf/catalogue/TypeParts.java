package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import dev.sheaf.format.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What a type file says of its file: columns, sorts, facets and their measures.
final class TypeParts {

    private static final int GREATEST_SCALE = 10;
    private static final int WIDEST = 255;

    private final Entry root;
    private final BiFunction<Entry, String, String> sql;
    private final Map<String, TypeColumn> columns;

    /// `sql` gives the SQL under a key of an entry.
    TypeParts(Entry root, BiFunction<Entry, String, String> sql) {
        this.root = root;
        this.sql = sql;
        this.columns = readColumns();
    }

    Map<String, TypeColumn> columns() {
        return columns;
    }

    private Map<String, TypeColumn> readColumns() {
        var found = new LinkedHashMap<String, TypeColumn>();
        root.named("columns").forEach((name, entry) -> {
            entry.only("label", "type", "scale", "currency", "sql", "description", "width", "wrap", "optional", "role");
            ValueType type = entry.one("type", ValueType.class);
            entry.check(!entry.has("scale") || scaled(type), "scale", "goes with type decimal, money or percent");
            entry.check(!entry.has("currency") || type == ValueType.MONEY, "currency", "goes with type money");
            found.put(
                    name,
                    new TypeColumn(
                            name,
                            entry.text("label"),
                            type,
                            scale(entry),
                            entry.textIfAny("currency"),
                            sql.apply(entry, "sql"),
                            entry.text("description", ""),
                            entry.whole("width", 1, WIDEST),
                            entry.flag("wrap"),
                            entry.flag("optional"),
                            standing(entry)));
        });
        root.check(root.has("columns"), "columns", "is missing");
        root.check(
                found.values().stream().anyMatch(column -> !column.optional() && column.standing() == Standing.MEMBER),
                "columns",
                "must have one for everybody that is not optional");
        found.values().stream()
                .filter(column -> column.currency() != null)
                .forEach(column -> root.checkKnown(
                        "columns." + column.name() + ".currency",
                        Objects.requireNonNull(column.currency()),
                        found.keySet(),
                        "must name a column"));
        return found;
    }

    private static boolean scaled(ValueType type) {
        return type == ValueType.DECIMAL || type == ValueType.MONEY || type == ValueType.PERCENT;
    }

    private static int scale(Entry entry) {
        return Objects.requireNonNullElse(entry.whole("scale", 0, GREATEST_SCALE), 2);
    }

    /// For whom a part is.
    static Standing standing(Entry entry) {
        return entry.one("role", Standing.class, Standing.MEMBER);
    }

    Map<String, Sort> sorts() {
        var found = new LinkedHashMap<String, Sort>();
        root.named("sorts").forEach((name, entry) -> {
            entry.only("label", "sql", "sql_type", "nullable", "descending", "role");
            found.put(
                    name,
                    new Sort(
                            name,
                            entry.text("label", sortLabel(name)),
                            sql.apply(entry, "sql"),
                            entry.text("sql_type"),
                            entry.flag("nullable"),
                            entry.has("nullable"),
                            entry.flag("descending"),
                            standing(entry)));
        });
        root.check(root.has("sorts"), "sorts", "is missing");
        root.check(!found.isEmpty(), "sorts", "must not be empty: the first is the default");
        Sort first = found.values().iterator().next();
        root.check(
                first.standing() == Standing.MEMBER,
                "sorts." + first.name() + ".role",
                "must be for everybody: the first sort is the default");
        return found;
    }

    /// The label of the column of that name, unless that is made for programs.
    private String sortLabel(String name) {
        TypeColumn column = columns.get(name);
        return column == null || column.label().equals(name) ? TypeFilters.label(name) : column.label();
    }

    Map<String, Facet> facets() {
        Map<String, Measure> measures = measures();
        var found = new LinkedHashMap<String, Facet>();
        root.named("facets").forEach((name, entry) -> found.put(name, facet(name, entry, measures)));
        root.check(found.isEmpty() || !measures.isEmpty(), "facets", "need measures, what is counted and summed up");
        return found;
    }

    /// Those of `charts`, or else those facets that are columns.
    Map<String, Charted> charts() {
        var found = new LinkedHashMap<String, Charted>();
        root.named(root.has("charts") ? "charts" : "facets").forEach((name, entry) -> {
            if (!root.has("charts") && !entry.has("column")) {
                return;
            }
            if (root.has("charts")) {
                entry.only("label", "column");
            }
            String column = entry.text("column");
            entry.checkKnown("column", column, columns.keySet(), "must name a column");
            String label = Objects.requireNonNull(columns.get(column)).label();
            found.put(name, new Charted(name, entry.text("label", label), column));
        });
        return found;
    }

    private Map<String, Measure> measures() {
        var found = new LinkedHashMap<String, Measure>();
        root.named("measures").forEach((name, entry) -> {
            entry.only("label", "type", "scale", "count", "sum", "currency");
            entry.atMostOne("count", "sum");
            Measure.Kind kind = entry.has("sum") ? Measure.Kind.SUM : Measure.Kind.COUNT;
            ValueType type = entry.one("type", ValueType.class, ValueType.INTEGER);
            entry.check(
                    type == ValueType.INTEGER || scaled(type), "type", "must be integer, decimal, money or percent");
            found.put(
                    name,
                    new Measure(
                            name,
                            entry.text("label"),
                            type,
                            scale(entry),
                            kind,
                            sql.apply(entry, kind == Measure.Kind.SUM ? "sum" : "count"),
                            currency(entry, type)));
        });
        root.check(
                found.values().stream()
                                .map(Measure::currency)
                                .filter(Objects::nonNull)
                                .distinct()
                                .count()
                        <= 1,
                "measures",
                "must all be in the currency of one column");
        return found;
    }

    private @Nullable String currency(Entry entry, ValueType type) {
        if (!entry.has("currency")) {
            return null;
        }
        entry.check(type == ValueType.MONEY && entry.has("sum"), "currency", "goes with a sum of type money");
        String name = entry.text("currency");
        entry.checkKnown("currency", name, columns.keySet(), "must name a column");
        TypeColumn column = Objects.requireNonNull(columns.get(name));
        entry.check(column.standing() == Standing.MEMBER, "currency", "must name a column that is for everybody");
        return column.sql();
    }

    private Facet facet(String name, Entry entry, Map<String, Measure> known) {
        entry.only("column", "label", "type", "scale", "sql", "measures", "role");
        List<String> wanted = entry.texts("measures");
        wanted.forEach(measure -> entry.checkKnown("measures", measure, known.keySet(), "must name measures"));
        List<Measure> measures = wanted.isEmpty()
                ? List.copyOf(known.values())
                : wanted.stream().map(known::get).toList();
        for (String own : List.of("sql", "type", "scale")) {
            entry.atMostOne("column", own);
        }
        if (!entry.has("column")) {
            ValueType type = entry.one("type", ValueType.class);
            return new Facet(
                    name, entry.text("label"), type, scale(entry), sql.apply(entry, "sql"), measures, standing(entry));
        }
        entry.checkKnown("column", entry.text("column"), columns.keySet(), "must name a column");
        TypeColumn column = Objects.requireNonNull(columns.get(entry.text("column")));
        return new Facet(
                name,
                entry.text("label", column.label()),
                column.type(),
                column.scale(),
                column.sql(),
                measures,
                Collections.max(List.of(column.standing(), standing(entry))));
    }
}
