package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/// A PostgreSQL, read by COPY.
final class PostgresSource implements RowSource {

    private static final ZoneId UTC = ZoneId.of("UTC");

    private static final int FIRST_TO_KNOW_OF_NULLS = 17;

    private final PostgresConnections connections;
    private final Semaphore slots;
    private final Semaphore joined;
    private final DataSize sortMemory;
    private final Dimensions dimensions;

    /// `statementTimeout` of zero is none.
    record Connect(
            String url,
            @Nullable String user,
            @Nullable String password,
            int readers,
            int snapshots,
            Duration connectTimeout,
            Duration statementTimeout,
            DataSize sortMemory,
            DataSize dimensionMemory) {

        String setStatementTimeout() {
            return "set statement_timeout = " + statementTimeout.toMillis();
        }

        /// Without the password and the URL, which may hold one.
        @Override
        public String toString() {
            return "Connect[user=" + user + "]";
        }
    }

    PostgresSource(String name, Connect connect) {
        this.connections = new PostgresConnections(name, connect);
        this.slots = new Semaphore(connect.snapshots());
        this.joined = new Semaphore(connect.snapshots());
        this.sortMemory = connect.sortMemory();
        this.dimensions = new Dimensions(connections, connect.dimensionMemory());
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public Moment now(ZoneId zone) throws SQLException {
        return moment(connections.reader(zone, null));
    }

    /// Closing it closes `connection`.
    static Moment moment(Connection connection) {
        return new Moment() {
            @Override
            public Instant asOf() throws SQLException {
                return beginOf(connection);
            }

            @Override
            public long read(Statement statement, long limit, RowSink sink) throws SQLException {
                return copy(connection, statement, limit, sink);
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    private static Instant beginOf(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet begin = statement.executeQuery("select transaction_timestamp()")) {
            begin.next();
            return begin.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    static long copy(Connection connection, Statement statement, long limit, RowSink sink) throws SQLException {
        String select = Quoting.fill(connection, statement.sql(), statement.values());
        return Readers.with(connection, () -> CopyRows.from(connection).read(select, limit, sink));
    }

    @Override
    public void first(Statement statement, ZoneId zone, int count, Duration longest, RowSink sink) throws SQLException {
        try (Connection connection = connections.reader(zone, null)) {
            try (var set = connection.createStatement()) {
                set.execute("set local statement_timeout = " + longest.toMillis());
            }
            copy(connection, statement, count, sink);
        }
    }

    /// Finding where a part begins and reading it both repeat what a plan does before its first row. Where that is
    /// a sort or an aggregate of everything, it is nearly all of the plan's cost; where an index serves the order,
    /// it is next to nothing. Ranges are worth their while if all of that costs no more than one whole read.
    @Override
    public Outlook outlook(Statement statement, ZoneId zone, long partRows) throws SQLException {
        try (Connection connection = connections.reader(zone, null);
                var set = connection.createStatement()) {
            // As parts are found, and read unless that is worth a sort.
            set.execute("set local enable_sort = off");
            set.execute("set local max_parallel_workers_per_gather = 0");
            JsonNode plan = Explain.plan(connection, statement);
            long rows = plan.path("Plan Rows").asLong();
            long parts = Math.max(2, (rows + partRows - 1) / partRows);
            double repeated = plan.path("Startup Cost").asDouble() * 2 * parts;
            return new Outlook(
                    OptionalLong.of(rows), repeated <= plan.path("Total Cost").asDouble());
        }
    }

    @Override
    public List<String> describe(Statement statement) throws SQLException {
        try (Connection connection = connections.reader(UTC, null)) {
            return describe(connection, statement);
        }
    }

    /// What types the columns of `statement` have.
    static List<String> describe(Connection connection, Statement statement) throws SQLException {
        try (var select = connection.createStatement()) {
            select.setEscapeProcessing(false);
            try (ResultSet rows = select.executeQuery(Quoting.fill(connection, statement.sql(), statement.values()))) {
                var types = new ArrayList<String>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    types.add(unserial(rows.getMetaData().getColumnTypeName(column)));
                }
                return types;
            }
        }
    }

    /// The driver calls a column that numbers itself by another name than its type's.
    private static String unserial(String type) {
        return switch (type) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> type;
        };
    }

    /// True if the planner knows that `statement` finds no row, whatever there is. From PostgreSQL 17 on it
    /// knows what can be null; an older one knows nothing.
    boolean isImpossible(Statement statement) throws SQLException {
        try (Connection connection = connections.reader(UTC, null)) {
            return connection.getMetaData().getDatabaseMajorVersion() >= FIRST_TO_KNOW_OF_NULLS
                    && Explain.plan(connection, statement)
                            .path("One-Time Filter")
                            .asString("")
                            .equals("false");
        }
    }

    @Override
    public boolean writable() throws SQLException {
        try (Connection connection = connections.reader(UTC, null);
                var statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("""
                        select (select rolsuper from pg_roles where rolname = current_user)
                            or has_database_privilege(current_database(), 'create')
                            or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                       where c.relkind in ('r', 'p', 'v', 'f')
                                         and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                                         and has_schema_privilege(n.oid, 'usage')
                                         and has_table_privilege(c.oid, 'insert, update, delete, truncate'))
                        """)) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    /// True if [#snapshot] would find a free slot now.
    boolean canTakeSnapshot() {
        return slots.availablePermits() > 0;
    }

    /// The present moment, held for as long as somebody wants; empty if as many are held as the settings allow.
    Optional<Snapshot> snapshot(ZoneId zone) throws SQLException {
        return hold(slots, zone, null);
    }

    /// The moment that somebody holds as `snapshot`, held here too. That takes no place of those for
    /// [#snapshot].
    Optional<Snapshot> join(ZoneId zone, String snapshot) throws SQLException {
        return hold(joined, zone, snapshot);
    }

    private Optional<Snapshot> hold(Semaphore slots, ZoneId zone, @Nullable String snapshot) throws SQLException {
        if (!slots.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Connection holder = connections.holder(zone, snapshot);
            try {
                return Optional.of(Snapshot.export(holder, slots::release));
            } catch (SQLException | RuntimeException e) {
                holder.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            slots.release();
            throw e;
        }
    }

    /// See [Cut#rows]. Parts are sorted if [SortedParts] suit them.
    Optional<Plan> plan(Snapshot snapshot, Question question, long partRows, long sheetRows) throws SQLException {
        Optional<Plan> plan;
        // One that has read before: it knows the tables, and has the memory mapped that the server shares.
        try (Connection connection = connections.reader(question.request().zone(), snapshot.id())) {
            // Not earlier: where there is but one connection, it may be given up for a table that proves too large,
            // and the pool would leave us waiting for it.
            dimensions.prepare(snapshot.id(), question);
            plan = Cut.rows(connection, question, partRows, sheetRows);
        }
        if (plan.isEmpty()) {
            return plan;
        }
        List<PartPlan> parts = plan.get().parts();
        PartQuery query = dimensions.of(snapshot.id(), question).query();
        return SortedParts.suit(snapshot.holder(), query, parts, sortMemory)
                ? Optional.of(new Plan(parts.stream().map(PartPlan::asSorted).toList()))
                : plan;
    }

    /// Reads one part, as its plan says, but sorts none where this node may not.
    long part(String snapshot, Question question, PartPlan part, RowSink sink) throws SQLException {
        Range range = Objects.requireNonNull(part.range(), "A part of a streamed plan is not read by itself");
        // Before a connection is taken for the part, as this may need one too.
        Dimensions.Reading reading = dimensions.of(snapshot, question);
        try (Connection connection = connections.reader(question.request().zone(), snapshot)) {
            if (range.sorted() && sortMemory.toBytes() > 0) {
                PostgresConnections.maySort(connection, sortMemory);
            }
            Statement rows = reading.query().rows(range);
            if (reading.tables().isEmpty()) {
                return copy(connection, rows, Long.MAX_VALUE, sink);
            }
            var join = new DimensionJoin(reading.query().groups(), reading.tables(), sink);
            return copy(connection, rows, Long.MAX_VALUE, join) - join.leftOut();
        }
    }

    /// See [PostgresConnections#reader].
    Connection reader(ZoneId zone, @Nullable String snapshot) throws SQLException {
        return connections.reader(zone, snapshot);
    }

    @Override
    public void close() {
        connections.close();
    }
}
