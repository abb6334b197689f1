package dev.sheaf.web.ui;

import dev.sheaf.access.RowScope;
import dev.sheaf.catalogue.DateRange;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.FilterType;
import dev.sheaf.catalogue.Phrase;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.Sort;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.report.Report;
import dev.sheaf.rows.Lookups;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.MessageSourceAccessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a type and the parameters of its reports are called to people, in one language. Ids are told by name where
/// `lookups` knows it within `scope`. Not thread safe.
public final class Words {

    private final Optional<ReportType> type;
    private final MessageSourceAccessor messages;
    private final Locale locale;
    private final Lookups lookups;
    private final RowScope scope;

    /// Those that were looked up, by filter and id.
    private final Map<String, Map<Long, String>> names = new HashMap<>();

    Words(Optional<ReportType> type, MessageSourceAccessor messages, Locale locale, Lookups lookups, RowScope scope) {
        this.type = type;
        this.messages = messages;
        this.locale = locale;
        this.lookups = lookups;
        this.scope = scope;
    }

    public record Pair(String label, String value) {}

    /// All parameters of a report.
    List<Pair> of(Report report) {
        var pairs = new ArrayList<Pair>();
        ObjectNode parameters = report.parameters();
        searched(parameters)
                .forEach((name, value) -> pairs.add(new Pair(filterLabel(name), value(filter(name), value))));
        JsonNode index = parameters.path("index_params");
        if (index.has("sort_by")) {
            String direction = index.path("sort_order").asString("asc").equals("desc") ? "desc" : "asc";
            pairs.add(new Pair(
                    messages.getMessage("form.sort"), messages.getMessage("words.sorted." + direction, new Object[] {
                        sort(index.path("sort_by").asString())
                    })));
        }
        if (!index.path("columns").isEmpty()) {
            pairs.add(new Pair(
                    messages.getMessage("words.columns"),
                    each(index.path("columns"), ReportType::columns, TypeColumn::label)));
        }
        if (!index.path("facets").isEmpty()) {
            pairs.add(new Pair(
                    messages.getMessage("form.facets"), each(index.path("facets"), ReportType::facets, Facet::label)));
        }
        parameters
                .path("options")
                .propertyStream()
                .forEach(each -> pairs.add(new Pair(
                        messages.getMessage("option." + each.getKey(), words(each.getKey())),
                        value(null, each.getValue()))));
        return pairs;
    }

    /// What tells a report from others of its type, in one line: its rows, as far as they are not the usual ones.
    String rows(Report report) {
        Map<String, JsonNode> searched = searched(report.parameters());
        var told = new ArrayList<String>();
        for (DateRange range : type.map(ReportType::ranges).orElse(List.of())) {
            if (searched.containsKey(range.from()) && searched.containsKey(range.to())) {
                told.add(value(filter(range.from()), searched.remove(range.from())) + " – "
                        + value(filter(range.to()), searched.remove(range.to())));
            }
        }
        searched.forEach((name, value) -> {
            Filter filter = filter(name);
            if (filter == null || !value.asString("").equals(filter.fallback())) {
                told.add(filterLabel(name) + ": " + value(filter, value));
            }
        });
        return String.join(" · ", told);
    }

    /// In the order of the form.
    private Map<String, JsonNode> searched(ObjectNode parameters) {
        List<String> order =
                type.map(known -> List.copyOf(known.filters().keySet())).orElse(List.of());
        return parameters
                .path("search_params")
                .propertyStream()
                .sorted(Comparator.comparingInt(each -> order.indexOf(each.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, LinkedHashMap::new));
    }

    private @Nullable Filter filter(String name) {
        return type.map(known -> known.filters().get(name)).orElse(null);
    }

    private String filterLabel(String name) {
        Filter filter = filter(name);
        return filter == null ? words(name) : label(filter);
    }

    /// What stands at the path of a violation.
    String place(String path) {
        String name = path.substring(path.indexOf('.') + 1);
        if (path.startsWith("search_params.")) {
            return filterLabel(name);
        }
        return messages.getMessage((path.startsWith("options.") ? "option." : "place.") + name, path);
    }

    /// What is chosen by name is called by what it is, and not by its number.
    String label(Filter filter) {
        if (filter.type() == FilterType.ID && lookedUp(filter)) {
            return named(filter);
        }
        boolean twice = type.stream()
                .flatMap(known -> known.filters().values().stream())
                .anyMatch(each -> each.type() == FilterType.ID
                        && lookedUp(each)
                        && named(each).equals(filter.label()));
        return twice ? messages.getMessage("lookup.part", new Object[] {filter.label()}) : filter.label();
    }

    private String named(Filter filter) {
        return messages.getMessage("lookup." + filter.name());
    }

    /// Whether people choose names, not values. The names behind ids are those of Sheaf's own tables.
    boolean lookedUp(Filter filter) {
        return switch (filter.type()) {
            case COUNTRY -> true;
            case ID ->
                Lookups.names().contains(filter.name())
                        && type.filter(known -> known.source().equals(ReportType.OWN_SOURCE))
                                .isPresent();
            case TEXT, SEARCH, INTEGER, DECIMAL, DATE, BOOLEAN, CHOICE -> false;
        };
    }

    /// What is wrong with a request. A few things look different on a page from what programs are told.
    String said(Phrase phrase) {
        return messages.getMessage("said." + phrase.key(), phrase.in(locale, this::filterLabel));
    }

    private String value(@Nullable Filter filter, JsonNode value) {
        if (filter != null && filter.type() == FilterType.ID && lookedUp(filter)) {
            return named(filter, value);
        }
        if (value.isArray()) {
            return value.valueStream().map(each -> value(filter, each)).collect(Collectors.joining(", "));
        }
        if (value.isBoolean()) {
            return messages.getMessage(value.asBoolean() ? "yes" : "no");
        }
        return filter == null ? value.asString() : text(filter, value.asString());
    }

    private String text(Filter filter, String value) {
        return switch (filter.type()) {
            case CHOICE -> filter.choiceLabel(value);
            case COUNTRY -> Locale.of("", value).getDisplayCountry(locale);
            case DATE -> day(value);
            case TEXT, SEARCH, ID, INTEGER, DECIMAL, BOOLEAN -> value;
        };
    }

    private String day(String date) {
        return DateTimeFormatter.ofPattern(messages.getMessage("time.day"), locale)
                .format(LocalDate.parse(date));
    }

    private String named(Filter filter, JsonNode value) {
        List<Long> ids =
                value.isArray() ? value.valueStream().map(JsonNode::asLong).toList() : List.of(value.asLong());
        Map<Long, String> known = names.computeIfAbsent(filter.name(), _ -> new HashMap<>());
        List<Long> asked = ids.stream().filter(id -> !known.containsKey(id)).toList();
        if (!asked.isEmpty()) {
            asked.forEach(id -> known.put(id, String.valueOf(id)));
            lookups.named(filter.name(), asked, scope)
                    .forEach(entry -> known.put(Long.valueOf(entry.value()), entry.label()));
        }
        return ids.stream().map(known::get).collect(Collectors.joining(", "));
    }

    private String sort(String name) {
        return type.map(known -> known.sorts().get(name)).map(Sort::label).orElse(words(name));
    }

    private <T> String each(JsonNode names, Function<ReportType, Map<String, T>> part, Function<T, String> label) {
        return names.valueStream()
                .map(JsonNode::asString)
                .map(name ->
                        type.map(part).map(known -> known.get(name)).map(label).orElse(name))
                .collect(Collectors.joining(", "));
    }

    /// The name of something that is no more, as words: `start_date` is `Start date`.
    private static String words(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
