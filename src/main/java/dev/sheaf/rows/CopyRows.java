package dev.sheaf.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// One `COPY … TO STDOUT`, read to its end.
final class CopyRows {

    private final Connection connection;
    private final Optional<ReceiveBuffer> buffer;

    private CopyRows(Connection connection, Optional<ReceiveBuffer> buffer) {
        this.connection = connection;
        this.buffer = buffer;
    }

    /// Reads rows where the driver received them, if it lets us.
    static CopyRows from(Connection connection) throws SQLException {
        return new CopyRows(connection, ReceiveBuffer.of(connection));
    }

    /// Reads rows in the driver's own way, an array each.
    static CopyRows inTheDriversWay(Connection connection) {
        return new CopyRows(connection, Optional.empty());
    }

    /// Hands the rows of `select` to `sink` and returns how many the server says it sent.
    ///
    /// After a failure of the server the connection can be rolled back. After one of the sink it is closed: a
    /// cancelled statement races with its own end, and the cancel may hit the next one.
    ///
    /// @throws TooManyRows after the end, if there were more than `limit`; none past it was handed on
    long read(String select, long limit, RowSink sink) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + select + ") to stdout");
        var bounded = new BoundedSink(limit, sink);
        try {
            while (buffer.isPresent() && buffer.get().row(bounded)) {
                // Each turn hands on one row.
            }
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                bounded.row(row, 0, row.length - 1);
            }
        } catch (SQLException e) {
            // A COPY whose connection broke keeps the driver's lock, and a rollback would wait for it for ever.
            if (copy.isActive()) {
                connection.abort(Runnable::run);
            }
            throw e;
        } catch (IOException e) {
            connection.abort(Runnable::run);
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            connection.abort(Runnable::run);
            throw e;
        }
        bounded.check();
        return copy.getHandledRowCount();
    }
}
