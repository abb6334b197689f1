package dev.sheaf.rows;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.Measure;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.Scope;
import dev.sheaf.catalogue.Sort;
import dev.sheaf.catalogue.TypeColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// Has the databases look at the SQL of all types, at start and before anybody asks for a report. No row is read.
///
/// What is wrong is told with file, line and the database's own words.
@Component
final class SqlTrial implements SmartInitializingSingleton {

    private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
    private static final Set<String> TEXTS = Set.of("text", "varchar");

    private final Sources sources;
    private final Catalogue catalogue;

    SqlTrial(Sources sources, Catalogue catalogue) {
        this.sources = sources;
        this.catalogue = catalogue;
    }

    @Override
    public void afterSingletonsInstantiated() {
        catalogue.types().all().forEach(this::check);
    }

    /// @throws UnusableTypeFile with the first thing that the type's database does not take
    void check(ReportType type) {
        RowSource source = sources.of(type);
        try {
            List<String> types = describe(type, source);
            if (source instanceof PostgresSource postgres) {
                checkTypes(type, types);
                checkNulls(type, postgres);
            }
            for (Sort sort : type.sorts().values()) {
                checkOrder(type, sort, source);
            }
            for (Measure measure : measures(type)) {
                checkMeasure(type, measure, source);
            }
            for (Facet facet : type.facets().values()) {
                checkFacet(type, facet, source);
            }
        } catch (SQLException e) {
            throw new RowsFailure("Trying the report type " + type.name() + " failed", e);
        }
    }

    /// SQL in the file, and where.
    private record Piece(String path, String sql) {}

    private static List<Piece> values(ReportType type) {
        return Stream.of(
                        type.columns().values().stream()
                                .map(column -> new Piece("columns." + column.name() + ".sql", column.sql())),
                        Stream.of(new Piece("key", type.key())),
                        type.sorts().values().stream()
                                .map(sort -> new Piece("sorts." + sort.name() + ".sql", sort.sql())))
                .flatMap(pieces -> pieces)
                .toList();
    }

    private static List<Piece> conditions(ReportType type, Dialect dialect) {
        var conditions = new ArrayList<Piece>();
        if (type.scope() instanceof Scope.OfPublishers of) {
            String ids = of.publisherKey() == null ? "publishers" : "publisher_keys";
            conditions.add(new Piece("scope.column", dialect.among(of.column(), ids)));
        }
        for (Filter filter : type.filters().values()) {
            if (filter.sql() != null) {
                conditions.add(new Piece("filters." + filter.name() + ".sql", "(" + filter.sql() + ")"));
            }
        }
        return conditions;
    }

    /// The types of columns, key and sorts, as the database names them. All at once; one by one only to find out which
    /// of them it refuses.
    private static List<String> describe(ReportType type, RowSource source) throws SQLException {
        List<Piece> values = values(type);
        List<Piece> conditions = conditions(type, source.dialect());
        try {
            return source.describe(select(type, values, conditions));
        } catch (SQLException e) {
            if (new RowsFailure("", e).retryable()) {
                throw e;
            }
            blame(type, source, "from", List.of(), List.of());
            for (Piece piece : values) {
                blame(type, source, piece.path(), List.of(piece), List.of());
            }
            for (Piece piece : conditions) {
                blame(type, source, piece.path(), List.of(), List.of(piece));
            }
            throw type.origin().unusable("from", refused(e));
        }
    }

    private static void blame(
            ReportType type, RowSource source, String path, List<Piece> values, List<Piece> conditions) {
        try {
            source.describe(select(type, values, conditions));
        } catch (SQLException e) {
            throw type.origin().unusable(path, refused(e));
        }
    }

    private static Statement select(ReportType type, List<Piece> values, List<Piece> conditions) {
        String sql = "select %s\nfrom %s\nwhere %s"
                .formatted(
                        values.isEmpty()
                                ? "1"
                                : Statement.selected(
                                        values.stream().map(Piece::sql).toList()),
                        type.from(),
                        Stream.concat(Stream.of("1 = 0"), conditions.stream().map(Piece::sql))
                                .collect(Collectors.joining("\n  and ")));
        return new Statement(sql, nothing(type));
    }

    private static void checkOrder(ReportType type, Sort sort, RowSource source) throws SQLException {
        String sql = "select 1\nfrom %s\nwhere 1 = 0\norder by %s"
                .formatted(type.from(), Statement.order(sort, type.key(), sort.descending(), source.dialect()));
        checkStatement(type, "sorts." + sort.name() + ".sql", sql, source, _ -> Optional.empty());
    }

    private static Set<Measure> measures(ReportType type) {
        return type.facets().values().stream()
                .flatMap(facet -> facet.measures().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void checkMeasure(ReportType type, Measure measure, RowSource source) throws SQLException {
        String sql = "select %s\nfrom %s\nwhere 1 = 0".formatted(measure.aggregate(), type.from());
        checkStatement(type, "measures." + measure.name(), sql, source, measure::misfit);
    }

    private static void checkFacet(ReportType type, Facet facet, RowSource source) throws SQLException {
        String value = facet.sql();
        String currency = facet.currency();
        String sql = currency == null
                ? "select %1$s\nfrom %2$s\nwhere 1 = 0\ngroup by %1$s".formatted(value, type.from())
                : "select %s, %s\nfrom %s\nwhere 1 = 0\ngroup by %s, %s"
                        .formatted(
                                FacetStatements.value(value, currency),
                                FacetStatements.place(currency),
                                type.from(),
                                value,
                                currency);
        checkStatement(type, "facets." + facet.name(), sql, source, facet::misfit);
    }

    private static void checkStatement(
            ReportType type, String path, String sql, RowSource source, Function<String, Optional<String>> misfit)
            throws SQLException {
        try {
            String found = source.describe(new Statement(sql, nothing(type))).getFirst();
            if (source instanceof PostgresSource) {
                refuse(type, path, misfit.apply(found));
            }
        } catch (SQLException e) {
            if (new RowsFailure("", e).retryable()) {
                throw e;
            }
            throw type.origin().unusable(path, refused(e));
        }
    }

    /// Every parameter, without a value.
    private static Map<String, Value> nothing(ReportType type) {
        var values = new HashMap<String, Value>();
        type.filters().values().forEach(filter -> values.put(filter.name(), new Value(null, filter.sqlType())));
        values.put("time_zone", new Value("UTC", "text"));
        values.put("today", new Value(null, "date"));
        values.put("all_publishers", new Value("false", "boolean"));
        values.put("publishers", Value.array(List.of(), "bigint"));
        values.put("publisher_keys", Value.untypedArray(List.of()));
        values.put("all_deals", new Value("false", "boolean"));
        values.put("deal_publishers", Value.array(List.of(), "bigint"));
        return values;
    }

    private static void checkTypes(ReportType type, List<String> types) {
        int at = 0;
        for (TypeColumn column : type.columns().values()) {
            refuse(type, "columns." + column.name(), column.misfit(types.get(at++)));
        }
        String key = types.get(at++);
        if (!WHOLE.contains(key)) {
            throw type.origin().unusable("key", "must be a whole number (int2, int4, int8), not " + key);
        }
        for (Sort sort : type.sorts().values()) {
            String found = types.get(at++);
            if (!sort.sqlType().equals(found) && !same(sort.sqlType(), found)) {
                throw type.origin()
                        .unusable(
                                "sorts." + sort.name() + ".sql_type",
                                "is " + sort.sqlType() + ", but the SQL gives " + found);
            }
        }
    }

    private static boolean same(String declared, String found) {
        String alias = switch (declared) {
            case "smallint" -> "int2";
            case "integer", "int" -> "int4";
            case "bigint" -> "int8";
            case "real" -> "float4";
            case "double precision" -> "float8";
            case "boolean" -> "bool";
            case "decimal" -> "numeric";
            case "timestamp with time zone" -> "timestamptz";
            case "timestamp without time zone" -> "timestamp";
            case "character varying" -> "varchar";
            default -> declared;
        };
        return alias.equals(found) || (TEXTS.contains(alias) && TEXTS.contains(found));
    }

    private static void refuse(ReportType type, String path, Optional<String> misfit) {
        if (misfit.isPresent()) {
            throw type.origin().unusable(path, misfit.get());
        }
    }

    /// A null in a sort that says it has none is lost at the boundary of two parts. So where the file does not say, the
    /// database has to prove that there can be none.
    private static void checkNulls(ReportType type, PostgresSource source) throws SQLException {
        for (Sort sort : type.sorts().values()) {
            if (!sort.nullable() && !sort.claimed() && !sort.sql().equals(type.key())) {
                String sql = "select 1\nfrom %s\nwhere (%s) is null".formatted(type.from(), sort.sql());
                if (!source.isImpossible(new Statement(sql, nothing(type)))) {
                    throw type.origin()
                            .unusable(
                                    "sorts." + sort.name(),
                                    "may be null as far as the database can tell: say nullable: true, or "
                                            + "nullable: false if it never is");
                }
            }
        }
    }

    private static String refused(SQLException e) {
        String words = String.valueOf((@Nullable String) e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("Position:"))
                .collect(Collectors.joining("; "));
        return "is refused by the database: " + words.replaceFirst("^ERROR: ", "");
    }
}
