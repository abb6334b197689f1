package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sheaf.embedded.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What both ways of reading a COPY must do.
class CopyRowsTest {

    enum Way {
        DIRECT,
        THE_DRIVERS;

        CopyRows on(Connection connection) throws SQLException {
            return this == DIRECT ? CopyRows.from(connection) : CopyRows.inTheDriversWay(connection);
        }
    }

    @Test
    void thisDriverShowsItsReceiveBuffer() throws SQLException {
        try (Connection connection = connection()) {
            assertThat(ReceiveBuffer.of(connection)).isPresent();
        }
    }

    /// Rows from empty to far larger than any buffer, so that messages end at every place in it.
    @ParameterizedTest
    @EnumSource
    void rowsComeAsTheServerSentThem(Way way) throws SQLException {
        try (Connection connection = connection()) {
            var rows = new ArrayList<String>();

            long sent = way.on(connection).read("""
                    select case when n % 100 = 0 then repeat('x', 300000) else repeat('é', n % 700) end, n
                    from generate_series(1, 3000) as n
                    """, Long.MAX_VALUE, into(rows));

            assertThat(sent).isEqualTo(3000);
            assertThat(rows).hasSize(3000);
            for (int n = 1; n <= 3000; n++) {
                String text = n % 100 == 0 ? "x".repeat(300_000) : "é".repeat(n % 700);
                assertThat(rows.get(n - 1)).isEqualTo(text + "\t" + n);
            }
            assertUsable(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noRowsAreNoRows(Way way) throws SQLException {
        try (Connection connection = connection()) {
            var rows = new ArrayList<String>();
            assertThat(way.on(connection).read("select 1 where false", 10, into(rows)))
                    .isZero();
            assertThat(rows).isEmpty();
            assertUsable(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsPastTheLimitAreNotHandedOn(Way way) throws SQLException {
        try (Connection connection = connection()) {
            var rows = new ArrayList<String>();
            assertThatExceptionOfType(TooManyRows.class)
                    .isThrownBy(() -> way.on(connection).read("select generate_series(1, 11)", 10, into(rows)));
            assertThat(rows).hasSize(10);
            assertUsable(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfTheServerAmongTheRowsIsAFailure(Way way) throws SQLException {
        try (Connection connection = connection()) {
            var rows = new ArrayList<String>();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> way.on(connection)
                            .read("select 1 / (n - 900) from generate_series(1, 1000) as n", 1000, into(rows)))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("22012"));
            assertThat(rows).hasSizeLessThan(900);
            assertUsable(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfTheSinkClosesTheConnection(Way way) throws SQLException {
        try (Connection connection = connection()) {
            var rows = new ArrayList<String>();
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> way.on(connection)
                            .read(
                                    "select repeat('x', 500) from generate_series(1, 100000)",
                                    100_000,
                                    (copy, from, to) -> {
                                        if (rows.size() == 500) {
                                            throw new IOException("the disk is full");
                                        }
                                        into(rows).row(copy, from, to);
                                    }))
                    .withMessageContaining("the disk is full");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsCutAmongTheRowsIsAPassingFailure(Way way) throws SQLException {
        try (Connection connection = connection();
                Connection other = connection()) {
            int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            var rows = new ArrayList<String>();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> way.on(connection)
                            .read(
                                    "select repeat('x', 500) from generate_series(1, 10000000)",
                                    10_000_000,
                                    (copy, from, to) -> {
                                        if (rows.size() < 500) {
                                            into(rows).row(copy, from, to);
                                            return;
                                        }
                                        if (rows.size() == 500) {
                                            rows.add("");
                                            kill(other, backend);
                                        }
                                    }))
                    .satisfies(
                            e -> assertThat(new RowsFailure("", e).retryable()).isTrue());
        }
    }

    private static void kill(Connection other, int backend) throws IOException {
        try (var kill = other.prepareStatement("select pg_terminate_backend(?)")) {
            kill.setInt(1, backend);
            kill.execute();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static RowSink into(List<String> rows) {
        return (copy, from, to) -> rows.add(new String(copy, from, to - from, StandardCharsets.UTF_8));
    }

    private static void assertUsable(Connection connection) throws SQLException {
        connection.rollback();
        try (var statement = connection.createStatement();
                ResultSet one = statement.executeQuery("select 1")) {
            assertThat(one.next()).isTrue();
            assertThat(one.getInt(1)).isEqualTo(1);
        }
    }

    private static Connection connection() throws SQLException {
        Connection connection =
                DriverManager.getConnection(Database.ONE.url(), Database.ONE.user(), Database.ONE.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static final class Database {

        static final TestServers.Database ONE = create();

        private static TestServers.Database create() {
            try {
                return TestServers.database();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
