package dev.sheaf.catalogue;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/// Reads one report type from its YAML file and holds it to the rules of the language.
///
/// Whether its SQL is right is for the database to say, once it is there.
final class TypeFile {

    private static final Pattern FILENAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MOST_ROWS = 1_000_000_000;
    private static final int LONGEST_RETENTION = 3650;

    private final Entry root;
    private final Map<String, String> constants;

    private TypeFile(Entry root) {
        this.root = root;
        this.constants = constants();
    }

    static ReportType read(Resource resource) throws IOException {
        return new TypeFile(YamlFile.read(resource)).type();
    }

    private ReportType type() {
        root.only(
                "name",
                "display_name",
                "description",
                "language",
                "format",
                "filename",
                "source",
                "constants",
                "from",
                "key",
                "scope",
                "columns",
                "filters",
                "ranges",
                "sorts",
                "measures",
                "facets",
                "charts",
                "icon",
                "defaults",
                "part_rows",
                "max_rows",
                "retention_days");
        root.checkName("name", root.text("name"));
        var parts = new TypeParts(root, this::sql);
        var filters = new TypeFilters(root, this::sql);
        Integer retention = root.whole("retention_days", 1, LONGEST_RETENTION);
        FileKind kind = root.one("format", FileKind.class);
        var type = new ReportType(
                root.text("name"),
                root.text("display_name"),
                root.text("description", ""),
                kind,
                root.text("filename"),
                root.text("source", ReportType.OWN_SOURCE),
                sql(root, "from"),
                sql(root, "key"),
                scope(),
                parts.columns(),
                filters.filters(),
                filters.ranges(),
                parts.sorts(),
                parts.facets(),
                parts.charts(),
                root.one("icon", Icon.class, Icon.of(kind)),
                defaults(kind),
                root.whole("part_rows", 1, MOST_ROWS),
                root.whole("max_rows", 1, MOST_ROWS),
                retention == null ? null : Duration.ofDays(retention),
                root.origin(),
                language(),
                language(),
                Map.of());
        root.check(FILENAME.matcher(type.filename()).matches(), "filename", "must be made of a-z, 0-9 and -");
        root.check(
                kind == FileKind.XLSX || type.facets().isEmpty(), "facets", "are sheets, so they go with format xlsx");
        checkParameters(type);
        return type;
    }

    private Locale language() {
        String tag = root.text("language", "en");
        root.check(
                Set.of(Locale.getISOLanguages()).contains(tag.split("-", 2)[0]),
                "language",
                "must be a language such as en, de or pt-BR");
        return Locale.forLanguageTag(tag);
    }

    /// Numbers that the file names to use them in its SQL.
    private Map<String, String> constants() {
        var found = new HashMap<String, String>();
        if (root.has("constants")) {
            Entry all = root.entry("constants");
            all.keys().forEach(name -> {
                all.checkName(name, name);
                all.check(!SqlNames.TAKEN.contains(name), name, "is a name that is taken");
                try {
                    found.put(name, "(" + new BigDecimal(all.text(name)).toPlainString() + ")");
                } catch (NumberFormatException e) {
                    throw all.unusable(name, "must be a number");
                }
            });
        }
        return found;
    }

    /// The SQL under `key`, its constants filled in.
    private String sql(Entry entry, String key) {
        return SqlNames.PARAMETER
                .matcher(entry.text(key))
                .replaceAll(match -> Matcher.quoteReplacement(constants.getOrDefault(match.group(1), match.group())));
    }

    private Scope scope() {
        if (!root.has("scope")) {
            throw root.unusable(
                    "scope", "is missing: it is {column: SQL of the row's publisher}, or everyone, or operators only");
        }
        if (root.isMapping("scope")) {
            Entry scope = root.entry("scope");
            scope.only("column", "publisher_key");
            return new Scope.OfPublishers(sql(scope, "column"), scope.textIfAny("publisher_key"));
        }
        return switch (root.text("scope")) {
            case "everyone" -> new Scope.Everyone();
            case "operators only" -> new Scope.OperatorsOnly();
            default -> new Scope.OfPublishers(sql(root, "scope"), null);
        };
    }

    private Defaults defaults(FileKind kind) {
        if (!root.has("defaults")) {
            return new Defaults(ZoneId.of("UTC"), true, false);
        }
        Entry defaults = root.entry("defaults");
        defaults.only("time_zone", "formula_guard", "bom");
        defaults.check(kind == FileKind.CSV || !defaults.has("bom"), "bom", "goes with format csv");
        String zone = defaults.text("time_zone", "UTC");
        defaults.check(Zones.NAMES.contains(zone), "time_zone", "must be an IANA time zone such as Europe/Berlin");
        return new Defaults(ZoneId.of(zone), defaults.flag("formula_guard", true), defaults.flag("bom"));
    }

    /// Every `:name` in the type's SQL must be one that the server fills in.
    private void checkParameters(ReportType type) {
        var known = new HashSet<>(type.filters().keySet());
        known.addAll(SqlNames.BUILT_IN);
        for (String constant : constants.keySet()) {
            root.check(!type.filters().containsKey(constant), "constants." + constant, "has the name of a filter");
        }
        checkNames("from", type.from(), known);
        checkNames("key", type.key(), known);
        if (type.scope() instanceof Scope.OfPublishers scope) {
            checkNames("scope", scope.column(), known);
        }
        type.columns().values().forEach(column -> checkNames("columns." + column.name() + ".sql", column.sql(), known));
        type.sorts().values().forEach(sort -> checkNames("sorts." + sort.name() + ".sql", sort.sql(), known));
        type.facets().values().forEach(facet -> {
            checkNames("facets." + facet.name() + ".sql", facet.sql(), known);
            facet.measures()
                    .forEach(measure -> checkNames(
                            "measures." + measure.name() + "."
                                    + measure.kind().name().toLowerCase(Locale.ROOT),
                            measure.sql(),
                            known));
        });
        type.filters().values().forEach(filter -> {
            String where = "filters." + filter.name();
            root.check(
                    !filter.narrowsScope() || canBeNarrowed(type),
                    where + ".narrows_scope",
                    "goes with scope: {column: SQL of the row's publisher}");
            if (filter.sql() != null) {
                checkNames(where + ".sql", filter.sql(), known);
            } else {
                root.check(
                        filter.narrowsScope() || SqlNames.in(type.from()).contains(filter.name()),
                        where,
                        "has no effect: give it sql, or use it in from");
            }
        });
    }

    /// Whether the rows depend on the publishers that the scope is cut down to.
    private static boolean canBeNarrowed(ReportType type) {
        return switch (type.scope()) {
            case Scope.OfPublishers _ -> true;
            case Scope.Everyone _ -> SqlNames.in(type.from()).stream().anyMatch(SqlNames.OF_PUBLISHERS::contains);
            case Scope.OperatorsOnly _ -> false;
        };
    }

    private void checkNames(String where, @Nullable String sql, Set<String> known) {
        for (String name : SqlNames.in(Objects.requireNonNullElse(sql, ""))) {
            root.checkKnown(where, name, known, "has the unknown parameter :" + name);
        }
    }
}
