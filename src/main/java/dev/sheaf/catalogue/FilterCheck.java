package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings the values of a type's filters into canonical text, and back into the JSON that is stored and shown.
final class FilterCheck {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ReportType type;
    private final Standing standing;
    private final boolean stored;
    private final Violations violations;

    /// `stored` tells of values in canonical form. It may be longer than what was sent, whose length was checked then,
    /// and has the defaults of filters that were not for the caller.
    FilterCheck(ReportType type, Standing standing, boolean stored, Violations violations) {
        this.type = type;
        this.standing = standing;
        this.stored = stored;
        this.violations = violations;
    }

    /// The values of all filters that are set or have a default, by name. `today` is what the default `today`
    /// means.
    Map<String, List<String>> values(ObjectNode search, LocalDate today) {
        List<Filter> offered =
                type.filters().values().stream().filter(this::isOffered).toList();
        violations.unknownKeys(
                "search_params.", search, offered.stream().map(Filter::name).toList());
        var values = new TreeMap<String, List<String>>();
        for (Filter filter : type.filters().values()) {
            JsonNode given = offered.contains(filter) ? search.path(filter.name()) : MissingNode.getInstance();
            List<String> value = value(filter, given, today);
            if (value != null) {
                values.put(filter.name(), value);
            }
        }
        for (Filter filter : offered) {
            if (filter.needs() != null && values.containsKey(filter.name()) && !values.containsKey(filter.needs())) {
                violations.add("search_params." + filter.name(), "needs", new Phrase.FilterName(filter.needs()));
            }
        }
        return values;
    }

    /// Adds what is wrong with the dates of `values` that end a range. Where one of them is the fallback of a filter
    /// that is hidden from the caller, they are told what that leaves of the other.
    void ranges(Map<String, List<String>> values) {
        for (DateRange range : type.ranges()) {
            LocalDate from = date(values.get(range.from()));
            LocalDate to = date(values.get(range.to()));
            if (from == null || to == null) {
                continue;
            }
            long days = ChronoUnit.DAYS.between(from, to) + 1;
            if (days < 1) {
                refuse(
                        range,
                        Phrase.of("before", new Phrase.FilterName(range.from()), from.toString()),
                        Phrase.of("earliest", from.toString()),
                        Phrase.of("latest", to.toString()));
            } else if (range.maxDays() != null && days > range.maxDays()) {
                long more = range.maxDays() - 1L;
                refuse(
                        range,
                        Phrase.of("days", days, new Phrase.FilterName(range.from()), range.maxDays()),
                        Phrase.of("latest", from.plusDays(more).toString()),
                        Phrase.of("earliest", to.minusDays(more).toString()));
            }
        }
    }

    /// `both` names the two filters; `to` and `from` are for who has that one alone.
    private void refuse(DateRange range, Phrase both, Phrase to, Phrase from) {
        boolean hasFrom = isOffered(Objects.requireNonNull(type.filters().get(range.from())));
        boolean hasTo = isOffered(Objects.requireNonNull(type.filters().get(range.to())));
        if (hasTo) {
            violations.add("search_params." + range.to(), hasFrom ? both : to);
        } else if (hasFrom) {
            violations.add("search_params." + range.from(), from);
        } else {
            violations.add("search_params", "days.own");
        }
    }

    private boolean isOffered(Filter filter) {
        return stored || standing.reaches(filter.standing());
    }

    private static @Nullable LocalDate date(@Nullable List<String> value) {
        return value == null ? null : LocalDate.parse(value.getFirst());
    }

    private @Nullable List<String> value(Filter filter, JsonNode node, LocalDate today) {
        String path = "search_params." + filter.name();
        var form = ValueForm.of(filter);
        List<JsonNode> elements = form.elements(node);
        if (elements == null) {
            violations.add(path, "must_be", form.expectation());
            return null;
        }
        if (!stored && node.isArray() && node.size() > ValueForm.MOST_VALUES) {
            violations.add(path, "values", node.size(), ValueForm.MOST_VALUES);
            return null;
        }
        if (filter.many() && node.isString() && length(node) > ValueForm.LONGEST_LIST) {
            violations.add(path, "characters", length(node), ValueForm.LONGEST_LIST);
            return null;
        }
        if (elements.isEmpty()) {
            if (filter.fallback() != null) {
                return List.of(
                        filter.type() == FilterType.DATE && filter.fallback().equals(Filter.TODAY)
                                ? today.toString()
                                : filter.fallback());
            }
            if (filter.required()) {
                violations.add(path, "required", form.expectation());
            }
            return null;
        }
        return canonicalAll(filter, form, path, elements);
    }

    private static int length(JsonNode text) {
        return text.stringValue().codePointCount(0, text.stringValue().length());
    }

    private @Nullable List<String> canonicalAll(Filter filter, ValueForm form, String path, List<JsonNode> elements) {
        var canonical = new ArrayList<String>();
        for (JsonNode element : elements) {
            String value = stored ? form.stored(element) : form.canonical(element);
            if (value == null) {
                String given = element.asString();
                violations.add(
                        path,
                        "must_be.not",
                        form.expectation(),
                        shortened(given),
                        filter.type() == FilterType.CHOICE ? Suggestion.of(given, filter.choices()) : Phrase.NOTHING);
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
        return filter.type().isNumber()
                ? values.stream()
                        .map(BigDecimal::new)
                        .sorted()
                        .distinct()
                        .map(BigDecimal::toPlainString)
                        .toList()
                : List.copyOf(new TreeSet<>(values));
    }

    static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
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

    static JsonNode json(FilterType type, String text) {
        return switch (type) {
            case ID, INTEGER -> JSON.numberNode(Long.parseLong(text));
            case DECIMAL -> JSON.numberNode(new BigDecimal(text));
            case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(text));
            case TEXT, SEARCH, DATE, COUNTRY, CHOICE -> JSON.stringNode(text);
        };
    }
}
