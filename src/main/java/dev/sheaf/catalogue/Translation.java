package dev.sheaf.catalogue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The texts of a type in another language, each under the path that it has in the type's file, such as
/// `columns.title.label`. What is not there stays as the type's file says it.
record Translation(Locale language, Map<String, String> texts) {

    Translation {
        texts = Map.copyOf(texts);
    }

    /// With the texts of `later`, which come first.
    Translation and(Translation later) {
        var both = new HashMap<>(texts);
        both.putAll(later.texts);
        return new Translation(language, both);
    }

    ReportType of(ReportType type) {
        Map<String, String> columnLabels = new HashMap<>();
        type.columns()
                .values()
                .forEach(column -> columnLabels.putIfAbsent(
                        column.label(), text("columns", column.name(), "label", column.label())));
        return type.told(
                language,
                texts.getOrDefault("display_name", type.displayName()),
                texts.getOrDefault("description", type.description()),
                each(
                        type.columns(),
                        (name, column) -> column.told(
                                text("columns", name, "label", column.label()),
                                text("columns", name, "description", column.description()))),
                each(
                        type.filters(),
                        (name, filter) -> filter.told(
                                text("filters", name, "label", as(filter.label(), columnLabels)),
                                text("filters", name, "description", filter.description()),
                                choices(filter))),
                each(
                        type.sorts(),
                        (name, sort) -> sort.told(text("sorts", name, "label", as(sort.label(), columnLabels)))),
                each(
                        type.facets(),
                        (name, facet) -> facet.told(
                                text("facets", name, "label", as(facet.label(), columnLabels)),
                                facet.measures().stream()
                                        .map(measure -> measure.told(
                                                text("measures", measure.name(), "label", measure.label())))
                                        .toList())),
                each(
                        type.charts(),
                        (name, chart) -> chart.told(text(
                                "charts",
                                name,
                                "label",
                                text("facets", name, "label", as(chart.label(), columnLabels))))));
    }

    private Map<String, String> choices(Filter filter) {
        return filter.choices().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        choice -> text("filters", filter.name() + ".choices", choice, filter.choiceLabel(choice))));
    }

    private String text(String part, String name, String key, String otherwise) {
        return texts.getOrDefault(part + "." + name + "." + key, otherwise);
    }

    /// What is called as a column is called as the column in any language.
    private static String as(String label, Map<String, String> columnLabels) {
        return columnLabels.getOrDefault(label, label);
    }

    private static <T> Map<String, T> each(Map<String, T> all, BiFunction<String, T, T> change) {
        var changed = new LinkedHashMap<>(all);
        changed.replaceAll(change);
        return changed;
    }
}
