package dev.sheaf.rows;

import dev.sheaf.access.PublisherKeys;
import dev.sheaf.access.Publishers;
import dev.sheaf.catalogue.ReportRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Reads the rows of requests. Thread safe.
///
/// Failures are [RowsFailure], [SnapshotLost] among them; what a sink throws comes out as
/// [java.io.UncheckedIOException]. Only where [#outlook] says so can rows be read in ranges, under a snapshot;
/// all others are read by [#all] alone.
@Component
public class Rows {

    private static final String SERIALIZATION_FAILURE = "40001";

    private final Sources sources;
    private final PublisherKeys keys;

    Rows(Sources sources, PublisherKeys keys) {
        this.sources = sources;
        this.keys = keys;
    }

    /// Ends the statement that `reader` is in, if it is in one; its read fails.
    public void stop(Thread reader) {
        Readers.stop(reader);
    }

    /// Reads all rows in one statement.
    ///
    /// @throws TooManyRows if there are more than `limit`
    public Sent all(ReportRequest request, long limit, RowSink sink) {
        RowSource source = sources.of(request);
        Question question = question(request);
        // One row more than it may be tells of all the others.
        Statement rows = limit == Long.MAX_VALUE || source.dialect() != Dialect.POSTGRES
                ? Statement.rows(question, source.dialect())
                : Statement.rows(question, limit + 1);
        try {
            return source.read(rows, request.zone(), limit, sink);
        } catch (SQLException e) {
            throw new RowsFailure("Reading the rows of " + request.type().name() + " failed", e);
        }
    }

    /// What is to be expected of `request` in parts of `partRows`.
    public Outlook outlook(ReportRequest request, long partRows) {
        RowSource source = sources.of(request);
        try {
            return source.outlook(Statement.rows(question(request), source.dialect()), request.zone(), partRows);
        } catch (SQLException e) {
            throw new RowsFailure("Estimating the rows of " + request.type().name() + " failed", e);
        }
    }

    /// True if [#snapshot] would find a free slot now, in some database.
    public boolean canTakeSnapshot() {
        return sources.canTakeSnapshot();
    }

    /// The present moment, held for the parts of `request`; empty if as many are held as the settings allow.
    public Optional<Snapshot> snapshot(ReportRequest request) {
        try {
            return sources.postgres(request).snapshot(request.zone());
        } catch (SQLException e) {
            throw new RowsFailure("Taking a snapshot failed", e);
        }
    }

    /// Cuts the rows that `snapshot` sees into parts of at most `partRows`; none crosses a sheet of
    /// `sheetRows`.
    public Optional<Plan> plan(Snapshot snapshot, ReportRequest request, long partRows, long sheetRows) {
        Connection connection = snapshot.holder();
        Statement boundaries = Statement.boundaries(question(request), partRows, sheetRows);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            var cut = new Cut(partRows, sheetRows);
            try (ResultSet row = Readers.with(
                    connection,
                    () -> statement.executeQuery(Quoting.fill(connection, boundaries.sql(), boundaries.values())))) {
                while (row.next()) {
                    cut.row(new Boundary(row.getString(1), row.getString(2)), row.getLong(3), row.getBoolean(4));
                }
            }
            return cut.plan();
        } catch (SQLException e) {
            throw new RowsFailure("Planning " + request.type().name() + " failed", e);
        }
    }

    /// Hands on the first `count` rows that `snapshot` sees.
    public void first(Snapshot snapshot, ReportRequest request, int count, RowSink sink) {
        try {
            PostgresSource.copy(snapshot.holder(), Statement.rows(question(request), count), count, sink);
        } catch (SQLException e) {
            throw new RowsFailure("Reading the first rows of " + request.type().name() + " failed", e);
        }
    }

    /// Reads the rows of one part under a plan's snapshot and returns how many the server sent.
    ///
    /// A server in recovery takes rows away that a snapshot still needs, and ends who reads them: the snapshot
    /// is lost then too.
    public long part(String snapshot, ReportRequest request, PartPlan part, RowSink sink) {
        Range range = Objects.requireNonNull(part.range(), "A part of a streamed plan is not read by itself");
        try (Connection connection = sources.postgres(request).reader(request.zone(), snapshot)) {
            return PostgresSource.copy(connection, Statement.rows(question(request), range), Long.MAX_VALUE, sink);
        } catch (SQLException e) {
            if (SERIALIZATION_FAILURE.equals(e.getSQLState())) {
                throw new SnapshotLost(e);
            }
            throw new RowsFailure("Reading a part of " + request.type().name() + " failed", e);
        }
    }

    private Question question(ReportRequest request) {
        String source = request.type().publisherKey();
        return new Question(
                request,
                source != null && request.scope().rows() instanceof Publishers.Only only
                        ? keys.of(source, only)
                        : List.of());
    }
}
