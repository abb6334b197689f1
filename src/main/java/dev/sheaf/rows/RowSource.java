package dev.sheaf.rows;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;

/// A database that rows come from. Thread safe.
///
/// Whatever its engine, rows come out in the text form of PostgreSQL's COPY, times with a zone in `zone`.
sealed interface RowSource extends AutoCloseable permits PostgresSource, JdbcSource {

    Dialect dialect();

    /// Hands the rows of `statement`, all of one moment, to `sink`. What the sink throws ends the statement on the
    /// server too.
    ///
    /// @throws TooManyRows after the end, if there were more than `limit`; none past it was handed on
    Sent read(Statement statement, ZoneId zone, long limit, RowSink sink) throws SQLException;

    /// What its planner expects of `statement`, if there are parts of `partRows`.
    Outlook outlook(Statement statement, ZoneId zone, long partRows) throws SQLException;

    /// The types of what `statement` selects, as its engine names them.
    List<String> describe(Statement statement) throws SQLException;

    /// True if its user could change something there.
    boolean writable() throws SQLException;

    @Override
    void close();
}
