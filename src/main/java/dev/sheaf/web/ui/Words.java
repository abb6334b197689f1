package dev.sheaf.web.ui;

import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.support.MessageSourceAccessor;
import tools.jackson.databind.JsonNode;

/// The parameters of a report as people read them.
public final class Words {

    private final Optional<ReportType> type;
    private final MessageSourceAccessor messages;

    Words(Optional<ReportType> type, MessageSourceAccessor messages) {
        this.type = type;
        this.messages = messages;
    }

    public record Pair(String label, String value) {}

    List<Pair> of(Report report) {
        var pairs = new ArrayList<Pair>();
        List<String> order =
                type.map(known -> List.copyOf(known.filters().keySet())).orElse(List.of());
        report.parameters()
                .path("search_params")
                .propertyStream()
                .sorted(Comparator.comparingInt(each -> order.indexOf(each.getKey())))
                .forEach(each -> pairs.add(new Pair(filter(each.getKey()), text(each.getValue()))));
        JsonNode index = report.parameters().path("index_params");
        if (index.has("sort_by")) {
            String direction = index.path("sort_order").asString("asc").equals("desc") ? "desc" : "asc";
            pairs.add(new Pair(
                    messages.getMessage("form.sort"), messages.getMessage("words.sorted." + direction, new Object[] {
                        sort(index.path("sort_by").asString())
                    })));
        }
        if (!index.path("columns").isEmpty()) {
            pairs.add(new Pair(messages.getMessage("words.columns"), columns(index.path("columns"))));
        }
        if (!index.path("facets").isEmpty()) {
            pairs.add(new Pair(messages.getMessage("form.facets"), facets(index.path("facets"))));
        }
        report.parameters()
                .path("options")
                .propertyStream()
                .forEach(each -> pairs.add(new Pair(
                        messages.getMessage("option." + each.getKey(), label(each.getKey())), text(each.getValue()))));
        return pairs;
    }

    private String filter(String name) {
        return type.map(known -> known.filters().get(name)).map(Filter::label).orElse(label(name));
    }

    private String sort(String name) {
        return type.map(known -> sort(known, name)).orElse(label(name));
    }

    /// The label of the column of that name, unless that is made for programs.
    static String sort(ReportType type, String name) {
        TypeColumn column = type.columns().get(name);
        return column == null || column.label().equals(name) ? label(name) : column.label();
    }

    private String columns(JsonNode names) {
        return names.valueStream()
                .map(JsonNode::asString)
                .map(name -> type.map(known -> known.columns().get(name))
                        .map(TypeColumn::label)
                        .orElse(name))
                .collect(Collectors.joining(", "));
    }

    private String facets(JsonNode names) {
        return names.valueStream()
                .map(JsonNode::asString)
                .map(name -> type.map(known -> known.facets().get(name))
                        .map(Facet::label)
                        .orElse(name))
                .collect(Collectors.joining(", "));
    }

    private String text(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(this::text).collect(Collectors.joining(", "));
        }
        return value.isBoolean() ? messages.getMessage(value.asBoolean() ? "yes" : "no") : value.asString();
    }

    /// `network_id` is `Network`, `start_date` is `Start date`.
    static String label(String name) {
        String words = name.replaceFirst("_id$", "").replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
