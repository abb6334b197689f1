package dev.sheaf.rows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database of any engine that has a JDBC driver, read by one forward-only statement for each report.
final class JdbcSource implements RowSource {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSource.class);
    private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE");

    private final SourceSettings.Source settings;
    private final HikariDataSource readers;

    JdbcSource(String name, SourceSettings.Source settings) {
        this.settings = settings;
        var pool = new HikariConfig();
        pool.setPoolName("rows of " + name);
        pool.setJdbcUrl(settings.jdbcUrl());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(settings.readers());
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(settings.connectTimeout().toMillis());
        pool.setInitializationFailTimeout(-1);
        if (settings.jdbcUrl().startsWith("jdbc:postgresql:")) {
            // Its texts are those of the server only as long as it does not change to binary.
            pool.addDataSourceProperty("binaryTransfer", "false");
            pool.addDataSourceProperty("stringtype", "unspecified");
            pool.addDataSourceProperty("ApplicationName", "sheaf rows");
        }
        this.readers = new HikariDataSource(pool);
    }

    @Override
    public Dialect dialect() {
        return Dialect.STANDARD;
    }

    @Override
    public Moment now(ZoneId zone) throws SQLException {
        Connection connection = reader();
        // Engines differ in how they tell their time.
        Instant asOf = Instant.now();
        return new Moment() {
            @Override
            public Instant asOf() {
                return asOf;
            }

            @Override
            public long read(Statement statement, long limit, RowSink sink) throws SQLException {
                return JdbcSource.this.read(connection, statement, zone, bounds(limit), sink);
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    @Override
    public void first(Statement statement, ZoneId zone, int count, Duration longest, RowSink sink) throws SQLException {
        try (Connection connection = reader()) {
            read(connection, statement, zone, new Bounds(count, count, longest), sink);
        }
    }

    /// The driver fetches `fetched` rows and no more; they fail if they are more than `limit`.
    private record Bounds(long limit, long fetched, Duration timeout) {}

    private Bounds bounds(long limit) {
        return new Bounds(limit, limit == Long.MAX_VALUE ? limit : limit + 1, settings.statementTimeout());
    }

    private long read(Connection connection, Statement statement, ZoneId zone, Bounds bounds, RowSink sink)
            throws SQLException {
        Binding binding = Binding.of(statement);
        PreparedStatement select =
                connection.prepareStatement(binding.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try (select) {
            binding.bind(select);
            select.setFetchSize(settings.fetchSize());
            select.setQueryTimeout(seconds(bounds.timeout()));
            if (bounds.fetched() <= Integer.MAX_VALUE) {
                select.setMaxRows((int) bounds.fetched());
            }
            return Readers.with(connection, select::cancel, () -> read(select, zone, bounds.limit(), sink));
        } catch (IOException e) {
            giveUp(connection, select);
            throw new UncheckedIOException(e);
        } catch (TooManyRows e) {
            throw e;
        } catch (RuntimeException | Error e) {
            giveUp(connection, select);
            throw e;
        }
    }

    private static long read(PreparedStatement select, ZoneId zone, long limit, RowSink sink)
            throws SQLException, IOException {
        long sent = 0;
        var bounded = new BoundedSink(limit, sink);
        try (ResultSet rows = select.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            var values = new JdbcValue[columns.getColumnCount()];
            for (int column = 0; column < values.length; column++) {
                values[column] = JdbcValue.of(columns, column + 1, zone);
            }
            var line = new CopyLine();
            while (rows.next()) {
                line.begin();
                for (int column = 0; column < values.length; column++) {
                    line.add(values[column].read(rows, column + 1));
                }
                bounded.row(line.bytes(), 0, line.length());
                sent++;
            }
        }
        bounded.check();
        return sent;
    }

    /// The statement is ended on the server too, and its connection with it: a cancel may hit whatever comes next.
    private static void giveUp(Connection connection, PreparedStatement select) {
        try {
            select.cancel();
        } catch (SQLException e) {
            LOG.debug("A statement that nobody wants could not be cancelled", e);
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A connection that nobody wants could not be closed", e);
        }
    }

    private Connection reader() throws SQLException {
        Connection connection = readers.getConnection();
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            if (connection.getMetaData().supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ)) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public List<String> describe(Statement statement) throws SQLException {
        Binding binding = Binding.of(statement);
        try (Connection connection = reader();
                PreparedStatement select = connection.prepareStatement(binding.sql())) {
            binding.bind(select);
            select.setQueryTimeout(seconds(settings.statementTimeout()));
            try (ResultSet rows = select.executeQuery()) {
                var types = new ArrayList<String>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    types.add(rows.getMetaData().getColumnTypeName(column));
                }
                return types;
            } finally {
                connection.rollback();
            }
        }
    }

    /// JDBC knows of no planner.
    @Override
    public Outlook outlook(Statement statement, ZoneId zone, long partRows) {
        return Outlook.UNKNOWN;
    }

    /// As far as the driver can tell.
    @Override
    public boolean writable() throws SQLException {
        try (Connection connection = reader()) {
            String user = connection.getMetaData().getUserName();
            try (ResultSet privileges =
                    connection.getMetaData().getTablePrivileges(connection.getCatalog(), null, "%")) {
                while (privileges.next()) {
                    if (user.equalsIgnoreCase(privileges.getString("GRANTEE"))
                            && WRITING.contains(
                                    privileges.getString("PRIVILEGE").toUpperCase(Locale.ROOT))) {
                        return true;
                    }
                }
                return false;
            } catch (SQLFeatureNotSupportedException e) {
                return false;
            } finally {
                connection.rollback();
            }
        }
    }

    /// JDBC counts whole seconds, and 0 is no limit.
    private static int seconds(Duration timeout) {
        return timeout.isZero() ? 0 : Math.clamp(timeout.toSeconds(), 1, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        readers.close();
    }
}
