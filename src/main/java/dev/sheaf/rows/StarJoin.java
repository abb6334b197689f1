package dev.sheaf.rows;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.rows.FromClause.Join;
import dev.sheaf.rows.FromClause.Link;
import dev.sheaf.rows.PartQuery.Group;
import dev.sheaf.rows.SqlText.Piece;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the joined tables of a question that are better read once than joined to the rows of each part.
///
/// A row of many joins (a star: facts with their dimensions around them) costs PostgreSQL more for the joins, and for
/// the sort that brings them back into order, than for itself. A join can be left to us if it compares a unique column
/// with another of the same kind, and nothing but columns of the file needs the table. Words of the SQL only suggest
/// which those are: PostgreSQL has to understand what is left of it, and every piece by itself.
final class StarJoin {

    /// The class of SQLSTATEs of what cannot be parsed or names what is not there.
    private static final String NOT_UNDERSTOOD = "42";

    /// What a row takes here beside its columns.
    private static final long BESIDE_A_ROW = 40;

    private static final String TEXT = "text";

    /// Types whose values are equal only if their texts are, as far as collations do not say otherwise.
    private static final Map<String, String> KINDS = Map.of(
            "int2", "integer", "int4", "integer", "int8", "integer", "text", TEXT, "varchar", TEXT, "uuid", "uuid");

    private final Connection connection;
    private final Question question;
    private final ReportRequest request;
    private final FromClause from;
    private final long memory;
    /// Those that may be left to us, by their alias, in the order of their joins.
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();

    /// `kind` is that of the values of its key.
    private record Candidate(Join join, Link link, String kind) {}

    private StarJoin(Connection connection, Question question, FromClause from, long memory) {
        this.connection = connection;
        this.question = question;
        this.request = question.request();
        this.from = from;
        this.memory = memory;
    }

    /// No table of more rows than the report is read, and all together take at most `memory` bytes here. What the
    /// connection sees decides; its transaction may be at an end afterwards.
    static PartQuery of(Connection connection, Question question, long memory) throws SQLException {
        Optional<FromClause> from = joins(question);
        if (from.isEmpty()) {
            return PartQuery.whole(question);
        }
        try {
            return new StarJoin(connection, question, from.get(), memory).query();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(NOT_UNDERSTOOD)) {
                return PartQuery.whole(question);
            }
            throw e;
        }
    }

    /// What the type joins, as far as it is understood here; empty if it joins nothing.
    static Optional<FromClause> joins(Question question) {
        return FromClause.of(question.request().type().from())
                .filter(from -> !from.joins().isEmpty());
    }

    private PartQuery query() throws SQLException {
        for (Join join : from.joins()) {
            Link link = join.link();
            String kind = link == null ? null : kindOfKey(link);
            if (link != null && kind != null && (!kind.equals(TEXT) || isDeterministic(link))) {
                candidates.put(link.alias(), new Candidate(join, link, kind));
            }
        }
        long most = Explain.plan(connection, Statement.rows(question, Dialect.POSTGRES))
                .path("Plan Rows")
                .asLong();
        while (true) {
            keepWhatIsNeededThere();
            if (candidates.isEmpty()) {
                return PartQuery.whole(question);
            }
            PartQuery query = withoutCandidates();
            Optional<Dimension> unfit = unfit(query, most);
            if (unfit.isEmpty()) {
                return query;
            }
            candidates.remove(unfit.get().link().alias());
        }
    }

    /// What kind of values the key has; null if it is none, since no two rows may have the same.
    private @Nullable String kindOfKey(Link link) throws SQLException {
        try (var select = connection.prepareStatement("""
                select t.typname
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname = ? and not a.attisdropped
                join pg_type t on t.oid = a.atttypid
                where c.oid = to_regclass(?) and c.relkind in ('r', 'p', 'm') and (c.relkind = 'p' or not c.relhassubclass)
                  and exists (select from pg_index i
                              where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
                                and i.indpred is null and i.indnkeyatts = 1 and i.indkey[0] = a.attnum)
                """)) {
            select.setString(1, link.key());
            select.setString(2, link.table());
            try (ResultSet type = select.executeQuery()) {
                return type.next() ? KINDS.get(type.getString(1)) : null;
            }
        }
    }

    /// Whether texts of both sides are equal only if their bytes are. The collation says so, which may be that of
    /// either: PostgreSQL knows by which one it compares.
    private boolean isDeterministic(Link link) throws SQLException {
        String asked = """
                select collisdeterministic from pg_collation
                where oid = (select (collation for (%s || %s))::regcollation from %s left join (%s) on false)
                """.formatted(link.keySql(), link.valueSql(), Dimension.NOTHING, from.sql());
        try (var select = connection.createStatement()) {
            select.setEscapeProcessing(false);
            try (ResultSet collation =
                    select.executeQuery(Quoting.fill(connection, asked, Statement.values(question)))) {
                return collation.next() && collation.getBoolean(1);
            }
        }
    }

    /// Tables that decide which rows there are and in which order, that are joined to in another way, or whose columns
    /// stand in one expression with those of others.
    private void keepWhatIsNeededThere() {
        int before;
        do {
            before = candidates.size();
            Set<String> needed = namesOfTheRest();
            candidates.keySet().removeIf(needed::contains);
            for (TypeColumn column : request.columns()) {
                Set<String> names = names(column.sql());
                Set<String> homes = homes(names);
                if (homes.size() > 1 || (!homes.isEmpty() && names.stream().anyMatch(namesOfOthers()::contains))) {
                    candidates.keySet().removeIf(names::contains);
                }
            }
        } while (candidates.size() < before);
    }

    /// In all that stays in the statement, but in columns of the file.
    private Set<String> namesOfTheRest() {
        return names(Stream.of(
                        Statement.conditions(request, Dialect.POSTGRES).stream(),
                        Stream.of(request.sort().sql(), request.type().key(), from.first()),
                        candidates.values().stream()
                                .map(Candidate::link)
                                .filter(link -> link.guard() != null)
                                .map(Link::bySql),
                        rest().stream().map(Join::sql))
                .flatMap(sql -> sql)
                .toArray(String[]::new));
    }

    /// What the tables that stay may be called by.
    private Set<String> namesOfOthers() {
        var names = new LinkedHashSet<String>();
        Stream.concat(Stream.of(from.first()), rest().stream().map(Join::item))
                .flatMap(item -> SqlText.pieces(item).orElseThrow().stream())
                .filter(piece -> piece.depth() == 0)
                .forEach(piece -> names.addAll(SqlText.names(List.of(piece))));
        return names;
    }

    private List<Join> rest() {
        List<Join> ours = candidates.values().stream().map(Candidate::join).toList();
        return from.joins().stream().filter(join -> !ours.contains(join)).toList();
    }

    /// Every candidate's if `sql` is too hard to tell.
    private Set<String> names(String... sql) {
        var names = new LinkedHashSet<String>();
        for (String text : sql) {
            Optional<List<Piece>> pieces = SqlText.pieces(text);
            names.addAll(pieces.isPresent() ? SqlText.names(pieces.get()) : candidates.keySet());
        }
        return names;
    }

    /// The roots of the candidates that `names` holds.
    private Set<String> homes(Set<String> names) {
        var homes = new LinkedHashSet<String>();
        candidates.keySet().stream().filter(names::contains).map(this::root).forEach(homes::add);
        return homes;
    }

    private String root(String alias) {
        String to = candidate(alias).link().to();
        return candidates.containsKey(to) ? root(to) : alias;
    }

    /// Whether it gives columns or takes rows away.
    private boolean matters(String alias) {
        return candidate(alias).join().inner()
                || request.columns().stream()
                        .anyMatch(column -> names(column.sql()).contains(alias));
    }

    private Candidate candidate(String alias) {
        return Objects.requireNonNull(candidates.get(alias));
    }

    private PartQuery withoutCandidates() {
        var columns = new LinkedHashMap<String, List<List<String>>>();
        candidates.keySet().stream()
                .filter(this::matters)
                .forEach(alias -> columns.put(root(alias), new ArrayList<>()));
        List<String> roots = List.copyOf(columns.keySet());
        var sent = new ArrayList<List<String>>();
        var groups = new ArrayList<Group>();
        for (TypeColumn column : request.columns()) {
            Optional<String> home = homes(names(column.sql())).stream().findFirst();
            int dimension = home.map(roots::indexOf).orElse(Group.SENT);
            List<List<String>> there = home.map(columns::get).orElse(sent);
            if (groups.isEmpty() || groups.getLast().dimension() != dimension) {
                groups.add(new Group(dimension, there.size(), 0));
                there.add(new ArrayList<>());
            }
            there.getLast().add(column.sql());
            groups.add(groups.removeLast().withOneMore());
        }
        List<Dimension> dimensions = roots.stream()
                .map(root -> new Dimension(
                        candidate(root).link(),
                        candidate(root).join(),
                        candidates.keySet().stream()
                                .filter(other ->
                                        !other.equals(root) && root(other).equals(root))
                                .map(other -> candidate(other).join())
                                .toList(),
                        Objects.requireNonNull(columns.get(root))))
                .toList();
        List<String> keys =
                dimensions.stream().map(dimension -> dimension.link().bySql()).toList();
        return new PartQuery(
                question,
                Stream.concat(keys.stream(), sent.stream().flatMap(List::stream))
                        .toList(),
                new FromClause(from.first(), rest()).sql(),
                dimensions,
                groups);
    }

    /// A dimension that compares values of different kinds, or has too many rows.
    private Optional<Dimension> unfit(PartQuery query, long most) throws SQLException {
        List<String> types = PostgresSource.describe(connection, query.noRows());
        long free = memory;
        for (int i = 0; i < query.dimensions().size(); i++) {
            Dimension dimension = query.dimensions().get(i);
            JsonNode plan = Explain.plan(connection, dimension.statement(question));
            long rows = plan.path("Plan Rows").asLong();
            free -= rows * (plan.path("Plan Width").asLong() + BESIDE_A_ROW);
            if (rows > most
                    || free < 0
                    || !candidate(dimension.link().alias()).kind().equals(KINDS.get(types.get(i)))) {
                return Optional.of(dimension);
            }
        }
        return Optional.empty();
    }
}
