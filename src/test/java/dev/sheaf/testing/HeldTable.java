package dev.sheaf.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Keeps everybody from reading a table until closed, so that reports over it stay in flight for as long as a test
/// needs them there. Waits at first until no report is in flight: one in parts would hold the table itself.
public final class HeldTable implements AutoCloseable {

    private final Connection connection;

    public HeldTable(DataSource database, String table) {
        Idle.await(database);
        try {
            connection = database.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("lock table " + table + " in access exclusive mode");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
