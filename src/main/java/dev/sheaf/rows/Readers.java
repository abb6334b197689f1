package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which thread is inside which statement, so that another can stop it. Thread safe; one for the whole process, as
/// threads are.
final class Readers {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final String QUERY_CANCELED = "57014";
    private static final Map<Thread, Stop> READING = new ConcurrentHashMap<>();

    interface Reading<T, E extends Exception> {
        T read() throws SQLException, E;
    }

    interface Stop {
        void stop() throws SQLException;
    }

    private Readers() {}

    static <T, E extends Exception> T with(Connection postgres, Reading<T, E> statement) throws SQLException, E {
        return with(postgres, () -> postgres.unwrap(PGConnection.class).cancelQuery(), statement);
    }

    /// `cancel` has the server end the statement; then the connection is closed, as the cancel might else hit the next.
    static <T, E extends Exception> T with(Connection connection, Stop cancel, Reading<T, E> statement)
            throws SQLException, E {
        READING.put(Thread.currentThread(), () -> {
            try {
                cancel.stop();
            } finally {
                connection.abort(Runnable::run);
            }
        });
        try {
            // Whoever interrupted this thread before may not have found it here.
            if (Thread.currentThread().isInterrupted()) {
                throw new SQLException("Interrupted before a statement was sent", QUERY_CANCELED);
            }
            return statement.read();
        } finally {
            READING.remove(Thread.currentThread());
        }
    }

    static void stop(Thread reader) {
        Stop stop = READING.get(reader);
        if (stop == null) {
            return;
        }
        try {
            stop.stop();
        } catch (SQLException e) {
            LOG.warn("A statement could not be cancelled: {}", e.getMessage());
        }
    }
}
