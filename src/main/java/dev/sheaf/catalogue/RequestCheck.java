package dev.sheaf.catalogue;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One run of the check: a body in, a canonical request out, what is wrong gathered on the way. [FilterCheck] knows
/// what stands in `search_params`, [IndexCheck] what stands in `index_params`.
final class RequestCheck {

    /// Languages of the words around the data of a workbook.
    private static final List<String> AROUND = List.of("en", "de");

    static final String GZIP = "gzip";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ReportType type;
    private final RowScope scope;
    private final Standing standing;
    private final boolean stored;
    private final Clock clock;
    private final Violations violations;

    /// `stored` tells of a body that is the canonical form of a request which `standing` was enough for.
    RequestCheck(
            ReportType type, RowScope scope, Standing standing, boolean stored, Clock clock, Violations violations) {
        this.type = type;
        this.scope = scope;
        this.standing = standing;
        this.stored = stored;
        this.clock = clock;
        this.violations = violations;
    }

    /// The result means something only if no violation was added.
    ReportRequest check(ObjectNode body) {
        ObjectNode options = object(body, "options");
        ObjectNode index = object(body, "index_params");
        ObjectNode search = object(body, "search_params");

        violations.unknownKeys("options.", options, optionKeys(type));
        ZoneId zone = zone(options.path("time_zone"));
        LocalDate today = today(options.path("today"), zone);
        boolean guard = flag(options, "formula_guard", type.defaults().formulaGuard());
        boolean bom = type.kind() == FileKind.CSV
                && flag(options, "bom", type.defaults().byteOrderMark());
        boolean gzip = type.kind() == FileKind.CSV && gzip(options.path("compression"));

        Locale locale = locale(options.path("locale"));
        ReportType told = type.in(locale);

        var filterCheck = new FilterCheck(type, standing, stored, violations);
        Map<String, List<String>> values = filterCheck.values(search, today);
        filterCheck.ranges(values);
        RowScope narrowed = narrow(values);

        var indexCheck = new IndexCheck(type, standing, violations);
        indexCheck.keys(index);
        Sort sort = indexCheck.sort(index.path("sort_by"));
        boolean descending = indexCheck.descending(index.path("sort_order"), sort);
        List<TypeColumn> columns = indexCheck.columns(index.path("columns"));
        List<Facet> facets = indexCheck.facets(index.path("facets"));

        ObjectNode parameters = JSON.objectNode();
        parameters.set("search_params", FilterCheck.canonical(type, values));
        ObjectNode canonicalIndex = parameters.putObject("index_params");
        if (!columns.equals(type.defaultColumns(Standing.OPERATOR))) {
            columns.forEach(column -> canonicalIndex.withArray("columns").add(column.name()));
        }
        facets.forEach(facet -> canonicalIndex.withArray("facets").add(facet.name()));
        canonicalIndex.put("sort_by", sort.name()).put("sort_order", descending ? "desc" : "asc");
        ObjectNode canonicalOptions = parameters.putObject("options");
        if (type.kind() == FileKind.CSV) {
            canonicalOptions.put("bom", bom);
            if (gzip) {
                canonicalOptions.put("compression", GZIP);
            }
        }
        if (!locale.equals(type.language())) {
            canonicalOptions.put("locale", locale.toLanguageTag());
        }
        canonicalOptions.put("formula_guard", guard).put("time_zone", zone.getId());
        if (usesToday(values)) {
            canonicalOptions.put("today", today.toString());
        }
        return new ReportRequest(
                told,
                parameters,
                narrowed,
                columns.stream().map(column -> told.column(column.name())).toList(),
                facets.stream().map(facet -> told.facet(facet.name())).toList(),
                values,
                sort,
                descending,
                zone,
                today,
                guard,
                bom,
                gzip,
                locale);
    }

    static List<String> optionKeys(ReportType type) {
        var keys = new ArrayList<>(List.of("time_zone", "formula_guard"));
        if (type.kind() == FileKind.CSV) {
            keys.addAll(List.of("bom", "compression"));
        }
        keys.add("locale");
        if (mayUseToday(type)) {
            keys.add("today");
        }
        return keys;
    }

    private static boolean mayUseToday(ReportType type) {
        return type.usesToday() || type.filters().values().stream().anyMatch(RequestCheck::usesToday);
    }

    private static boolean usesToday(Filter filter) {
        return filter.sql() != null && SqlNames.in(filter.sql()).contains(SqlNames.TODAY);
    }

    /// Only a request whose rows depend on the day has the day in its canonical form.
    private boolean usesToday(Map<String, List<String>> values) {
        return type.usesToday()
                || type.filters().values().stream()
                        .anyMatch(filter -> usesToday(filter) && values.containsKey(filter.name()));
    }

    private ObjectNode object(ObjectNode body, String name) {
        JsonNode node = body.path(name);
        if (node instanceof ObjectNode object) {
            return object;
        }
        if (!node.isMissingNode() && !node.isNull()) {
            violations.add(name, "must_be.object");
        }
        return JSON.objectNode();
    }

    private ZoneId zone(JsonNode node) {
        if (isAbsent(node)) {
            return type.defaults().zone();
        }
        if (!node.isString() || !Zones.NAMES.contains(node.stringValue())) {
            violations.add(
                    "options.time_zone",
                    "must_be.zone",
                    Suggestion.of(node.isString() ? node.stringValue() : "", Zones.NAMES));
            return type.defaults().zone();
        }
        return Zones.of(node.stringValue());
    }

    private LocalDate today(JsonNode node, ZoneId zone) {
        LocalDate today = LocalDate.now(clock.withZone(zone));
        if (isAbsent(node) || !mayUseToday(type)) {
            return today;
        }
        String day = node.isString() ? ValueForm.date(node.stringValue()) : null;
        if (day == null) {
            violations.add("options.today", "must_be", Phrase.of("form.DATE"));
            return today;
        }
        return LocalDate.parse(day);
    }

    private boolean flag(ObjectNode options, String name, boolean fallback) {
        JsonNode node = options.path(name);
        if (!isAbsent(node) && !node.isBoolean()) {
            violations.add("options." + name, "must_be.flag");
        }
        return node.asBoolean(fallback);
    }

    private boolean gzip(JsonNode node) {
        if (isAbsent(node)) {
            return false;
        }
        if (!node.isString() || !node.stringValue().equals(GZIP)) {
            violations.add("options.compression", "must_be.gzip");
        }
        return true;
    }

    static List<String> locales(ReportType type) {
        return Stream.concat(type.languages().stream().map(Locale::toLanguageTag), AROUND.stream())
                .distinct()
                .toList();
    }

    private Locale locale(JsonNode node) {
        if (isAbsent(node)) {
            return type.language();
        }
        List<String> offered = locales(type);
        if (!node.isString() || !offered.contains(node.stringValue())) {
            violations.add("options.locale", "must_be.locale", String.join(", ", offered));
            return type.language();
        }
        Locale wished = Locale.forLanguageTag(node.stringValue());
        return shows(type.in(wished)) ? wished : type.language();
    }

    /// Whether the file would be another with the texts of `told`: in CSV there is nothing but the header.
    private boolean shows(ReportType told) {
        return type.kind() == FileKind.XLSX
                || type.columns().values().stream()
                        .anyMatch(column -> !column.label()
                                .equals(told.column(column.name()).label()));
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
                    violations.add("search_params." + filter.name(), "must_be.own_publisher");
                }
                narrowed = narrowed.narrowedTo(asked);
            }
        }
        return narrowed;
    }

    /// An empty string means absent.
    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isString() && node.stringValue().isEmpty());
    }
}
