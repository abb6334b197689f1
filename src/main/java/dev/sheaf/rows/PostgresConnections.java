package dev.sheaf.rows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// Connections to one PostgreSQL: a pool for reading, single ones for holding snapshots.
///
/// Holders stand outside the pool, so that long-lived ones cannot starve readers.
final class PostgresConnections implements AutoCloseable {

    private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;

    /// Somebody who waits to alter a table waits for the holder of a snapshot, and readers wait behind them:
    /// without a limit nobody would ever go on.
    private static final String LOCK_TIMEOUT = "10s";

    /// A statement may think for long before its first row; a connection that nobody is left at would be silent
    /// for ever.
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final PostgresSource.Connect connect;
    private final HikariDataSource readers;

    PostgresConnections(String name, PostgresSource.Connect connect) {
        this.connect = connect;
        var pool = new HikariConfig();
        pool.setPoolName("rows of " + name);
        pool.setJdbcUrl(connect.url());
        pool.setUsername(connect.user());
        pool.setPassword(connect.password());
        pool.setMaximumPoolSize(connect.readers());
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(connect.connectTimeout().toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionInitSql(connect.setStatementTimeout());
        pool.addDataSourceProperty("ApplicationName", "sheaf rows");
        pool.addDataSourceProperty("socketTimeout", Long.toString(LONGEST_SILENCE.toSeconds()));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        this.readers = new HikariDataSource(pool);
    }

    /// A connection in a read-only transaction that sees one moment: `snapshot`'s, or the present one if it is
    /// null. Times are rendered in `zone`. Closing it ends the transaction.
    Connection reader(ZoneId zone, @Nullable String snapshot) throws SQLException {
        Connection connection = readers.getConnection();
        try {
            begin(connection, zone, snapshot, snapshot != null);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// The same, outside the pool and with no time limit while it waits.
    Connection holder(ZoneId zone, @Nullable String snapshot) throws SQLException {
        Connection connection = DriverManager.getConnection(connect.url(), properties());
        try {
            try (var statement = connection.createStatement()) {
                statement.execute("set idle_in_transaction_session_timeout = 0");
                if (connection.getMetaData().getDatabaseMajorVersion() >= FIRST_WITH_TRANSACTION_TIMEOUT) {
                    statement.execute("set transaction_timeout = 0");
                }
                statement.execute("set application_name = 'sheaf snapshot'");
                statement.execute(connect.setStatementTimeout());
            }
            begin(connection, zone, snapshot, true);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties() {
        var properties = new Properties();
        if (connect.user() != null) {
            properties.setProperty("user", connect.user());
        }
        if (connect.password() != null) {
            properties.setProperty("password", connect.password());
        }
        properties.setProperty("socketTimeout", Long.toString(LONGEST_SILENCE.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /// `inParts`: what is read are slices of an index, several of them side by side.
    private static void begin(Connection connection, ZoneId zone, @Nullable String snapshot, boolean inParts)
            throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        if (snapshot != null) {
            Snapshot.join(connection, snapshot);
        }
        // Left alone, the planner takes it for cheaper to sort all rows of a slice on disk (see SortedParts), and
        // starts further processes for one slice that only stand in the way of the others.
        try (var set = connection.prepareStatement("""
                select set_config('TimeZone', ?, true), set_config('jit', 'off', true),
                       set_config('enable_sort', ?, true),
                       set_config('max_parallel_workers_per_gather',
                                  case when ? then current_setting('max_parallel_workers_per_gather')
                                       else '0' end, true),
                       set_config('lock_timeout', ?, true)
                """)) {
            set.setString(1, zone.getId());
            set.setString(2, inParts ? "off" : "on");
            set.setBoolean(3, !inParts);
            set.setString(4, LOCK_TIMEOUT);
            set.execute();
        }
    }

    /// Lets the transaction sort in `memory`, and hash in no more.
    static void maySort(Connection connection, DataSize memory) throws SQLException {
        try (var set = connection.prepareStatement("""
                select set_config('enable_sort', 'on', true), set_config('work_mem', ?, true),
                       set_config('hash_mem_multiplier', '1', true)
                """)) {
            set.setString(1, memory.toKilobytes() + "kB");
            set.execute();
        }
    }

    @Override
    public void close() {
        readers.close();
    }
}
