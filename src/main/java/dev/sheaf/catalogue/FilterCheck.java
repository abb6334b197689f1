package dev.sheaf.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Brings the values of a type's filters into canonical text, and back into the JSON that is stored and shown.
final class FilterCheck {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_VALUES = 1000;

    private final ReportType type;
    private final Violations violations;

    FilterCheck(ReportType type, Violations violations) {
        this.type = type;
        this.violations = violations;
    }

    /// The values of all filters that are set or have a default, by name. `today` is what the default `today`
    /// means.
    Map<String, List<String>> values(ObjectNode search, LocalDate today) {
        violations.unknownKeys("search_params.", search, type.filters().keySet());
        var values = new TreeMap<String, List<String>>();
        for (Filter filter : type.filters().values()) {
            List<String> value = value(filter, search.path(filter.name()), today);
            if (value != null) {
                values.put(filter.name(), value);
            }
        }
        return values;
    }

    private @Nullable List<String> value(Filter filter, JsonNode node, LocalDate today) {
        String path = "search_params." + filter.name();
        List<String> raw = filter.many() ? elements(node) : scalar(node);
        if (raw == null) {
            violations.add(path, "must be " + expectation(filter));
            return null;
        }
        if (raw.isEmpty()) {
            if (filter.fallback() != null) {
                return List.of(
                        filter.type() == FilterType.DATE && filter.fallback().equals(Filter.TODAY)
                                ? today.toString()
                                : filter.fallback());
            }
            if (filter.required()) {
                violations.add(path, "is required: " + expectation(filter));
            }
            return null;
        }
        if (raw.size() > MOST_VALUES) {
            violations.add(path, "has " + raw.size() + " values; at most " + MOST_VALUES + " are possible");
            return null;
        }
        return canonicalAll(filter, path, raw);
    }

    private @Nullable List<String> canonicalAll(Filter filter, String path, List<String> raw) {
        var canonical = new ArrayList<String>();
        for (String element : raw) {
            String value = filter.type().canonical(element, filter.choices());
            if (value == null) {
                violations.add(path, "must be " + expectation(filter) + ", not \"" + shortened(element) + "\"");
            } else {
                canonical.add(value);
            }
        }
        if (canonical.isEmpty()) {
            return null;
        }
        return filter.many() ? ordered(filter, canonical) : canonical;
    }

    /// The order of several values has no meaning, so it must not tell two requests apart.
    private static List<String> ordered(Filter filter, List<String> values) {
        return switch (filter.type()) {
            case ID, INTEGER, DECIMAL ->
                values.stream()
                        .collect(Collectors.toMap(BigDecimal::new, Function.identity(), (a, _) -> a, TreeMap::new))
                        .values()
                        .stream()
                        .toList();
            case TEXT, SEARCH, DATE, BOOLEAN, COUNTRY, CHOICE -> List.copyOf(new TreeSet<>(values));
        };
    }

    private static String expectation(Filter filter) {
        String one = filter.type().expectation(filter.choices());
        return filter.many() ? one + " (several as a list)" : one;
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }

    private static @Nullable List<String> scalar(JsonNode node) {
        if (RequestCheck.isAbsent(node)) {
            return List.of();
        }
        return node.isValueNode() ? List.of(node.asString()) : null;
    }

    /// A JSON array of scalars, or one string with commas. Empty elements are left out; null if it is neither.
    static @Nullable List<String> elements(JsonNode node) {
        if (RequestCheck.isAbsent(node)) {
            return List.of();
        }
        if (node.isArray()) {
            return node.valueStream().allMatch(JsonNode::isValueNode)
                    ? node.valueStream()
                            .filter(element -> !RequestCheck.isAbsent(element))
                            .map(JsonNode::asString)
                            .toList()
                    : null;
        }
        return node.isValueNode()
                ? Arrays.stream(node.asString().split(",", -1))
                        .map(String::strip)
                        .filter(element -> !element.isEmpty())
                        .toList()
                : null;
    }

    static ObjectNode canonical(ReportType type, Map<String, List<String>> values) {
        ObjectNode search = JSON.objectNode();
        new TreeMap<>(values).forEach((name, texts) -> {
            Filter filter = Objects.requireNonNull(type.filters().get(name));
            if (filter.many()) {
                texts.forEach(text -> search.withArray(name).add(json(filter.type(), text)));
            } else {
                search.set(name, json(filter.type(), texts.getFirst()));
            }
        });
        return search;
    }

    private static JsonNode json(FilterType type, String text) {
        return switch (type) {
            case ID, INTEGER -> JSON.numberNode(Long.parseLong(text));
            case DECIMAL -> JSON.numberNode(new BigDecimal(text));
            case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(text));
            case TEXT, SEARCH, DATE, COUNTRY, CHOICE -> JSON.stringNode(text);
        };
    }
}
