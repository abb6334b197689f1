package dev.sheaf.rows;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// A database that rows come from. Thread safe.
///
/// Whatever its engine, rows come out in the text form of PostgreSQL's COPY, times with a zone in `zone`.
sealed interface RowSource extends AutoCloseable permits PostgresSource, JdbcSource {

    Dialect dialect();

    /// The present moment. Only where the engine cannot keep several statements at one moment do they see what happens
    /// between them.
    Moment now(ZoneId zone) throws SQLException;

    /// [Moment#read] of a moment for this statement alone.
    default long read(Statement statement, ZoneId zone, long limit, RowSink sink) throws SQLException {
        try (Moment now = now(zone)) {
            return now.read(statement, limit, sink);
        }
    }

    /// Hands on the first `count` rows of `statement`, which is ended if it takes longer than `longest`. PostgreSQL is
    /// told in `statement` itself to find no more.
    void first(Statement statement, ZoneId zone, int count, Duration longest, RowSink sink) throws SQLException;

    /// What its planner expects of `statement`, if there are parts of `partRows`.
    Outlook outlook(Statement statement, ZoneId zone, long partRows) throws SQLException;

    /// The types of what `statement` selects, as its engine names them.
    List<String> describe(Statement statement) throws SQLException;

    /// True if its user could change something there.
    boolean writable() throws SQLException;

    @Override
    void close();
}
