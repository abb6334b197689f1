package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what stands in `index_params`: order, columns and facets, of those that are offered to the caller.
final class IndexCheck {

    private final ReportType type;
    private final Standing standing;
    private final Violations violations;

    IndexCheck(ReportType type, Standing standing, Violations violations) {
        this.type = type;
        this.standing = standing;
        this.violations = violations;
    }

    void keys(ObjectNode index) {
        violations.unknownKeys("index_params.", index, known(type, standing));
    }

    Sort sort(JsonNode node) {
        if (RequestCheck.isAbsent(node)) {
            return type.defaultSort();
        }
        Map<String, Sort> offered = sortsFor(type, standing);
        String name = node.isString() ? node.stringValue() : "";
        Sort sort = offered.get(name);
        if (sort == null) {
            violations.add(
                    "index_params.sort_by",
                    "one_of",
                    String.join(", ", offered.keySet()),
                    Suggestion.of(name, offered.keySet()));
            return type.defaultSort();
        }
        return sort;
    }

    boolean descending(JsonNode node, Sort sort) {
        if (RequestCheck.isAbsent(node)) {
            return sort.descending();
        }
        if (!node.isString() || !Set.of("asc", "desc").contains(node.stringValue())) {
            violations.add("index_params.sort_order", "must_be.order");
            return false;
        }
        return node.stringValue().equals("desc");
    }

    List<TypeColumn> columns(JsonNode node) {
        return RequestCheck.isAbsent(node)
                ? type.defaultColumns(standing)
                : chosen(node, "column", columnsFor(type, standing));
    }

    List<Facet> facets(JsonNode node) {
        Map<String, Facet> offered = facetsFor(type, standing);
        boolean none = offered.isEmpty() || RequestCheck.isAbsent(node) || (node.isArray() && node.isEmpty());
        return none ? List.of() : chosen(node, "facet", offered);
    }

    /// The named ones in the order of their names, which has a meaning here.
    private <T> List<T> chosen(JsonNode node, String what, Map<String, T> offered) {
        String path = "index_params." + what + "s";
        List<String> names = names(node);
        if (names == null || names.isEmpty()) {
            violations.add(path, "must_be." + what + "s");
            return List.of();
        }
        var unique = new LinkedHashSet<String>();
        for (String name : names) {
            if (!offered.containsKey(name)) {
                violations.add(
                        path,
                        "no." + what,
                        FilterCheck.shortened(name),
                        String.join(", ", offered.keySet()),
                        Suggestion.of(name, offered.keySet()));
            } else if (!unique.add(name)) {
                violations.add(path, "twice", name);
            }
        }
        return unique.stream().map(offered::get).toList();
    }

    /// A JSON array of texts, or one text with commas; null if it is neither.
    private static @Nullable List<String> names(JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().allMatch(JsonNode::isString)
                    ? node.valueStream().map(JsonNode::stringValue).toList()
                    : null;
        }
        return node.isString()
                ? Arrays.stream(node.stringValue().split(",", -1))
                        .map(name -> ValueForm.BLANKS_AROUND.matcher(name).replaceAll(""))
                        .toList()
                : null;
    }

    private static List<String> known(ReportType type, Standing standing) {
        return facetsFor(type, standing).isEmpty()
                ? List.of("sort_by", "sort_order", "columns")
                : List.of("sort_by", "sort_order", "columns", "facets");
    }

    static Map<String, TypeColumn> columnsFor(ReportType type, Standing standing) {
        return visible(type.columns(), column -> standing.reaches(column.standing()));
    }

    static Map<String, Sort> sortsFor(ReportType type, Standing standing) {
        return visible(type.sorts(), sort -> standing.reaches(sort.standing()));
    }

    static Map<String, Facet> facetsFor(ReportType type, Standing standing) {
        return visible(type.facets(), facet -> standing.reaches(facet.standing()));
    }

    private static <T> Map<String, T> visible(Map<String, T> all, Predicate<T> condition) {
        var visible = new LinkedHashMap<>(all);
        visible.values().removeIf(condition.negate());
        return visible;
    }
}
