package dev.sheaf.rows;

import java.sql.SQLException;
import java.time.Instant;

/// A database as it is at one moment, for as many statements as are read before it is closed. Not thread safe.
interface Moment extends AutoCloseable {

    /// When it is, by the clock of the database if that can be asked; else by ours.
    Instant asOf() throws SQLException;

    /// Hands the rows of `statement` to `sink` and returns how many the database sent. What the sink throws ends the
    /// statement on the server too, and this moment with it.
    ///
    /// @throws TooManyRows after the end, if there were more than `limit`; none past it was handed on
    long read(Statement statement, long limit, RowSink sink) throws SQLException;

    @Override
    void close() throws SQLException;
}
