package dev.sheaf.web.ui;

import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.FilterType;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.catalogue.TypeDescription;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The body of `POST /exports` for what somebody has entered in the form of a report type.
record FormBody(TypeDescription description, Entered entered) {

    ObjectNode object() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("report_type", description.type().name());
        ObjectNode search = JsonNodeFactory.instance.objectNode();
        for (Filter filter : description.filters()) {
            List<String> values = entered.values("s." + filter.name());
            if (filter.many() && !values.isEmpty()) {
                values.forEach(value -> search.withArray(filter.name()).add(value));
            } else if (asItStands(filter)) {
                put(search, filter.name(), entered.one("s." + filter.name()));
            } else {
                put(search, filter.name(), String.join(",", values));
            }
        }
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        put(index, "sort_by", entered.one("sort_by"));
        put(index, "sort_order", entered.one("sort_order"));
        List<String> columns = entered.values("columns");
        if (entered.has("columns") && !columns.equals(usual())) {
            ArrayNode chosen = index.putArray("columns");
            columns.forEach(chosen::add);
        }
        entered.values("facets").forEach(facet -> index.withArray("facets").add(facet));
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        put(options, "time_zone", entered.one("time_zone"));
        put(options, "compression", entered.one("compression"));
        put(options, "locale", entered.one("locale"));
        if (hasOption(description, "bom")) {
            // People open the file in Excel, which takes it for something else without.
            options.put("bom", !entered.one("bom").equals("false"));
        }
        if (unguarded() == description.type().defaults().formulaGuard()) {
            options.put("formula_guard", !unguarded());
        }
        setUnlessEmpty(body, "search_params", search);
        setUnlessEmpty(body, "index_params", index);
        setUnlessEmpty(body, "options", options);
        if (entered.one("fresh").equals("true")) {
            body.put("fresh", true);
        }
        return body;
    }

    /// Whether what is entered is one value, commas and all.
    static boolean asItStands(Filter filter) {
        return !filter.many() && (filter.type() == FilterType.SEARCH || filter.type() == FilterType.TEXT);
    }

    /// Whether formulas are left alone: as the type has it, until somebody has said so or the reverse.
    boolean unguarded() {
        String guard = entered.one("formula_guard");
        return guard.isEmpty() ? !description.type().defaults().formulaGuard() : guard.equals("false");
    }

    static boolean hasOption(TypeDescription description, String name) {
        return description.options().path("properties").has(name);
    }

    private List<String> usual() {
        return description.columns().stream()
                .filter(column -> !column.optional())
                .map(TypeColumn::name)
                .toList();
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isBlank()) {
            node.put(name, value);
        }
    }

    private static void setUnlessEmpty(ObjectNode body, String name, JsonNode node) {
        if (!node.isEmpty()) {
            body.set(name, node);
        }
    }
}
