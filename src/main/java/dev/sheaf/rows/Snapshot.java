package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.regex.Pattern;

/// One moment of the database, held open so that others can read it too.
///
/// It lives as long as its connection: close it when the last part has been read. Not thread safe.
public final class Snapshot implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("[0-9A-F-]{1,64}");

    /// An object that is not there, a name that is none, and a holder that is just ending.
    private static final Set<String> LOST = Set.of("42704", "22023", "55000");

    private static final int ANSWER_SECONDS = 2;

    private final Connection holder;
    private final String id;
    private final Instant asOf;
    private final Runnable onClose;
    private boolean closed;

    private Snapshot(Connection holder, String id, Instant asOf, Runnable onClose) {
        this.holder = holder;
        this.id = id;
        this.asOf = asOf;
        this.onClose = onClose;
    }

    static Snapshot export(Connection holder, Runnable onClose) throws SQLException {
        try (var statement = holder.createStatement();
                ResultSet exported = statement.executeQuery("select pg_export_snapshot(), transaction_timestamp()")) {
            exported.next();
            return new Snapshot(
                    holder,
                    exported.getString(1),
                    exported.getObject(2, OffsetDateTime.class).toInstant(),
                    onClose);
        }
    }

    /// Lets the transaction that begins on `connection` see what the holder of `id` sees.
    static void join(Connection connection, String id) throws SQLException {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not the name of a snapshot: " + id);
        }
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction snapshot '" + id + "'");
        } catch (SQLException e) {
            if (LOST.contains(e.getSQLState())) {
                throw new SnapshotLost(e);
            }
            throw e;
        }
    }

    public String id() {
        return id;
    }

    /// True if others can still read it. Waits two seconds for the answer at most.
    public boolean alive() {
        try {
            return holder.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /// The moment, by the clock of the database: whatever was committed before it is seen.
    public Instant asOf() {
        return asOf;
    }

    Connection holder() {
        return holder;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            holder.close();
        } catch (SQLException e) {
            // The server lets go of a snapshot when its connection ends, however it ends.
        } finally {
            onClose.run();
        }
    }
}
