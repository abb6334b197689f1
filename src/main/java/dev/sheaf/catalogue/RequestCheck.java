package dev.sheaf.catalogue;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One run of the check: a body in, a canonical request out, what is wrong gathered on the way.
final class RequestCheck {

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final List<String> INDEX_KEYS = List.of("sort_by", "sort_order", "columns");
    private static final String GZIP = "gzip";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ReportType type;
    private final RowScope scope;
    private final Clock clock;
    private final Violations violations;

    RequestCheck(ReportType type, RowScope scope, Clock clock, Violations violations) {
        this.type = type;
        this.scope = scope;
        this.clock = clock;
        this.violations = violations;
    }

    /// The result means something only if no violation was added.
    ReportRequest check(ObjectNode body) {
        ObjectNode options = object(body, "options");
        ObjectNode index = object(body, "index_params");
        ObjectNode search = object(body, "search_params");

        violations.unknownKeys("options.", options, optionKeys());
        ZoneId zone = zone(options.path("time_zone"));
        boolean guard = flag(options, "formula_guard", true);
        boolean bom = type.kind() == FileKind.CSV && flag(options, "bom", false);
        boolean gzip = type.kind() == FileKind.CSV && gzip(options.path("compression"));

        Map<String, List<String>> values =
                new FilterCheck(type, violations).values(search, LocalDate.now(clock.withZone(zone)));
        checkRanges(values);
        RowScope narrowed = narrow(values);

        violations.unknownKeys("index_params.", index, INDEX_KEYS);
        Sort sort = sort(index.path("sort_by"));
        boolean descending = descending(index.path("sort_order"), sort);
        List<TypeColumn> columns = columns(index.path("columns"));

        ObjectNode parameters = JSON.objectNode();
        parameters.set("search_params", FilterCheck.canonical(type, values));
        ObjectNode canonicalIndex = parameters.putObject("index_params");
        if (!columns.equals(List.copyOf(type.columns().values()))) {
            columns.forEach(column -> canonicalIndex.withArray("columns").add(column.name()));
        }
        canonicalIndex.put("sort_by", sort.name()).put("sort_order", descending ? "desc" : "asc");
        ObjectNode canonicalOptions = parameters.putObject("options");
        if (type.kind() == FileKind.CSV) {
            canonicalOptions.put("bom", bom);
            if (gzip) {
                canonicalOptions.put("compression", GZIP);
            }
        }
        canonicalOptions.put("formula_guard", guard).put("time_zone", zone.getId());
        return new ReportRequest(type, parameters, narrowed, columns, values, sort, descending, zone, guard, bom, gzip);
    }

    private List<String> optionKeys() {
        return type.kind() == FileKind.CSV
                ? List.of("time_zone", "formula_guard", "bom", "compression")
                : List.of("time_zone", "formula_guard");
    }

    private ObjectNode object(ObjectNode body, String name) {
        JsonNode node = body.path(name);
        if (node instanceof ObjectNode object) {
            return object;
        }
        if (!node.isMissingNode() && !node.isNull()) {
            violations.add(name, "must be an object");
        }
        return JSON.objectNode();
    }

    private ZoneId zone(JsonNode node) {
        if (isAbsent(node)) {
            return ZoneId.of("UTC");
        }
        if (!node.isString() || !ZONES.contains(node.stringValue())) {
            violations.add("options.time_zone", "must be an IANA time zone such as Europe/Berlin");
            return ZoneId.of("UTC");
        }
        return ZoneId.of(node.stringValue());
    }

    private boolean flag(ObjectNode options, String name, boolean fallback) {
        JsonNode node = options.path(name);
        if (!isAbsent(node) && !node.isBoolean()) {
            violations.add("options." + name, "must be true or false");
        }
        return node.asBoolean(fallback);
    }

    private boolean gzip(JsonNode node) {
        if (isAbsent(node)) {
            return false;
        }
        if (!node.isString() || !node.stringValue().equals(GZIP)) {
            violations.add("options.compression", "must be gzip, or left out");
        }
        return true;
    }

    private void checkRanges(Map<String, List<String>> values) {
        for (DateRange range : type.ranges()) {
            LocalDate from = date(values.get(range.from()));
            LocalDate to = date(values.get(range.to()));
            if (from == null || to == null) {
                continue;
            }
            long days = ChronoUnit.DAYS.between(from, to) + 1;
            if (days < 1) {
                violations.add("search_params." + range.to(), "must not be before " + range.from() + ", " + from);
            } else if (days > range.maxDays()) {
                violations.add(
                        "search_params." + range.to(),
                        "is " + days + " days on from " + range.from() + "; at most " + range.maxDays()
                                + " are possible in one report");
            }
        }
    }

    private static @Nullable LocalDate date(@Nullable List<String> value) {
        return value == null ? null : LocalDate.parse(value.getFirst());
    }

    /// A publisher that the caller may not see and one that does not exist are the same to them.
    private RowScope narrow(Map<String, List<String>> values) {
        RowScope narrowed = scope;
        for (Filter filter : type.filters().values()) {
            List<String> ids = values.get(filter.name());
            if (filter.narrowsScope() && ids != null) {
                Publishers asked =
                        Publishers.only(ids.stream().map(Long::valueOf).toList());
                if (!scope.rows().contains(asked)) {
                    violations.add("search_params." + filter.name(), "must be a publisher that you belong to");
                }
                narrowed = narrowed.narrowedTo(asked);
            }
        }
        return narrowed;
    }

    private Sort sort(JsonNode node) {
        if (isAbsent(node)) {
            return type.defaultSort();
        }
        Sort sort = node.isString() ? type.sorts().get(node.stringValue()) : null;
        if (sort == null) {
            violations.add(
                    "index_params.sort_by",
                    "must be one of " + String.join(", ", type.sorts().keySet()));
            return type.defaultSort();
        }
        return sort;
    }

    private boolean descending(JsonNode node, Sort sort) {
        if (isAbsent(node)) {
            return sort.descending();
        }
        if (!node.isString() || !Set.of("asc", "desc").contains(node.stringValue())) {
            violations.add("index_params.sort_order", "must be asc or desc");
            return false;
        }
        return node.stringValue().equals("desc");
    }

    private List<TypeColumn> columns(JsonNode node) {
        if (isAbsent(node)) {
            return List.copyOf(type.columns().values());
        }
        List<String> names = FilterCheck.elements(node);
        if (names == null || names.isEmpty()) {
            violations.add("index_params.columns", "must be a list of column names");
            return List.copyOf(type.columns().values());
        }
        var unique = new LinkedHashSet<String>();
        for (String name : names) {
            if (!type.columns().containsKey(name)) {
                violations.add(
                        "index_params.columns",
                        "has no column \"" + name + "\"; there are "
                                + String.join(", ", type.columns().keySet()));
            } else if (!unique.add(name)) {
                violations.add("index_params.columns", "names " + name + " twice");
            }
        }
        return unique.stream().map(type::column).toList();
    }

    /// An empty string means absent.
    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isString() && node.stringValue().isEmpty());
    }
}
