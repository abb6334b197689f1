package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What a type file lets callers filter by: the filters and the ranges that their dates make.
final class TypeFilters {

    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    private final Entry root;
    private final BiFunction<Entry, String, String> sql;
    private final Map<String, Filter> filters;

    /// `sql` gives the SQL under a key of an entry.
    TypeFilters(Entry root, BiFunction<Entry, String, String> sql) {
        this.root = root;
        this.sql = sql;
        this.filters = read();
    }

    Map<String, Filter> filters() {
        return filters;
    }

    private Map<String, Filter> read() {
        var found = new LinkedHashMap<String, Filter>();
        root.named("filters").forEach((name, entry) -> found.put(name, filter(name, entry)));
        found.values().stream().filter(filter -> filter.needs() != null).forEach(filter -> {
            String needed = Objects.requireNonNull(filter.needs());
            root.checkKnown("filters." + filter.name() + ".needs", needed, found.keySet(), "must name another filter");
            root.check(
                    !needed.equals(filter.name()), "filters." + filter.name() + ".needs", "must name another filter");
            root.check(
                    filter.standing()
                            .reaches(Objects.requireNonNull(found.get(needed)).standing()),
                    "filters." + filter.name() + ".needs",
                    "must name a filter that all have who have this one");
        });
        return found;
    }

    private Filter filter(String name, Entry entry) {
        entry.only(
                "label",
                "type",
                "many",
                "required",
                "narrows_scope",
                "choices",
                "min",
                "max",
                "fallback",
                "needs",
                "sql",
                "column",
                "operator",
                "description",
                "role");
        root.check(!SqlNames.TAKEN.contains(name), "filters." + name, "is a name that is taken");
        FilterType type = entry.one("type", FilterType.class);
        var filter = new Filter(
                name,
                entry.text("label", label(name)),
                type,
                entry.flag("many"),
                entry.flag("required"),
                entry.flag("narrows_scope"),
                choices(type, entry),
                Map.of(),
                limits(type, entry),
                entry.textIfAny("fallback"),
                entry.textIfAny("needs"),
                predicate(name, type, entry),
                entry.text("description", ""),
                TypeParts.standing(entry));
        entry.check(!filter.narrowsScope() || type == FilterType.ID, "narrows_scope", "goes with type id");
        entry.check(!filter.many() || type != FilterType.SEARCH, "many", "does not go with type search");
        entry.check(!filter.many() || type != FilterType.BOOLEAN, "many", "does not go with type boolean");
        entry.check(
                !filter.required() || filter.standing() == Standing.MEMBER,
                "required",
                "does not go with a role: those without it could not ask");
        checkFallback(filter, entry);
        return filter;
    }

    /// `advertiser_id` as "Advertiser ID".
    static String label(String name) {
        String words = name.replace('_', ' ').replaceAll("\\bid\\b", "ID");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static List<String> choices(FilterType type, Entry entry) {
        List<String> choices = entry.texts("choices");
        entry.check(type != FilterType.CHOICE || !choices.isEmpty(), "choices", "must name some");
        entry.check(
                choices.isEmpty() || type == FilterType.CHOICE || type == FilterType.INTEGER,
                "choices",
                "go with type choice or integer");
        entry.check(Set.copyOf(choices).size() == choices.size(), "choices", "must not name one twice");
        for (String choice : choices) {
            entry.check(
                    type != FilterType.INTEGER || choice.matches("-?(0|[1-9][0-9]{0,17})"),
                    "choices",
                    "of an integer must be whole numbers, not \"" + choice + "\"");
            entry.check(
                    !choice.isBlank() && choice.strip().equals(choice) && choice.indexOf(',') < 0,
                    "choices",
                    "must not be blank, nor have blanks around them, nor commas");
        }
        return choices;
    }

    private static Limits limits(FilterType type, Entry entry) {
        BigInteger min = entry.whole("min");
        BigInteger max = entry.whole("max");
        entry.check(
                (min == null && max == null) || type == FilterType.INTEGER || type == FilterType.DECIMAL,
                min == null ? "max" : "min",
                "goes with type integer or decimal");
        entry.check(
                (min == null && max == null) || !entry.has("choices"),
                min == null ? "max" : "min",
                "cannot stand beside choices");
        entry.check(min == null || max == null || min.compareTo(max) <= 0, "max", "must not be less than min");
        return new Limits(min, max);
    }

    private void checkFallback(Filter filter, Entry entry) {
        if (filter.fallback() == null) {
            return;
        }
        entry.check(!filter.required(), "fallback", "cannot stand beside required");
        entry.check(!filter.many(), "fallback", "does not go with many");
        boolean today = filter.type() == FilterType.DATE && filter.fallback().equals(Filter.TODAY);
        var form = ValueForm.of(filter);
        entry.check(
                today || Objects.equals(form.canonical(filter.fallback()), filter.fallback()),
                "fallback",
                "must be " + form.expectation() + ", in its shortest form");
    }

    /// The condition as it stands under `sql`, or made of `column` and `operator`.
    private @Nullable String predicate(String name, FilterType type, Entry entry) {
        entry.atMostOne("sql", "column");
        entry.check(!entry.has("operator") || entry.has("column"), "operator", "goes with column");
        if (entry.has("sql")) {
            return sql.apply(entry, "sql");
        }
        if (!entry.has("column")) {
            return null;
        }
        String column = "(" + sql.apply(entry, "column") + ")";
        String operator = entry.text("operator", "=");
        entry.check(OPERATORS.contains(operator), "operator", "must be one of " + String.join(" ", OPERATORS));
        if (type == FilterType.SEARCH || entry.flag("many")) {
            entry.check(!entry.has("operator"), "operator", "does not go with type search, nor with many");
            return type == FilterType.SEARCH ? column + " ilike :" + name : column + " = any(:" + name + ")";
        }
        return column + " " + operator + " :" + name;
    }

    List<DateRange> ranges() {
        var found = new ArrayList<DateRange>();
        for (Entry entry : root.list("ranges")) {
            entry.only("from", "to", "max_days", "end_excluded");
            var range = new DateRange(
                    entry.text("from"),
                    entry.text("to"),
                    entry.whole("max_days", 1, Integer.MAX_VALUE),
                    entry.flag("end_excluded"));
            for (String end : List.of("from", "to")) {
                Filter filter = filters.get(entry.text(end));
                entry.check(
                        filter != null && filter.type() == FilterType.DATE && !filter.many(),
                        end,
                        "must name a date filter of one value");
            }
            found.add(range);
        }
        return found;
    }
}
