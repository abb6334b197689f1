package dev.sheaf.rows;

import dev.sheaf.catalogue.ReportRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Reads the rows of requests. Thread safe.
///
/// Failures are [RowsFailure], [SnapshotLost] among them; what a sink throws comes out as
/// [java.io.UncheckedIOException].
@Component
public class Rows {

    private final Source source;
    private final Semaphore slots;

    Rows(Source source, RowSettings settings) {
        this.source = source;
        this.slots = new Semaphore(settings.snapshots());
    }

    /// Reads all rows in one statement and returns how many the server sent.
    ///
    /// @throws TooManyRows if there are more than `limit`
    public long all(ReportRequest request, long limit, RowSink sink) {
        try (Connection connection = source.reader(request.zone(), null)) {
            return copy(connection, Statement.rows(request, limit + 1), limit, sink);
        } catch (SQLException e) {
            throw new RowsFailure("Reading the rows of " + request.type().name() + " failed", e);
        }
    }

    /// How many rows the planner of the database expects. It may be wrong by any factor.
    public long estimate(ReportRequest request) {
        Statement rows = Statement.rows(request, Long.MAX_VALUE);
        try (Connection connection = source.reader(request.zone(), null);
                var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            String select = Quoting.fill(connection, rows.sql(), rows.values());
            try (ResultSet plan = statement.executeQuery("explain (format json) " + select)) {
                plan.next();
                return JsonMapper.shared()
                        .readTree(plan.getString(1))
                        .at("/0/Plan/Plan Rows")
                        .asLong();
            }
        } catch (SQLException e) {
            throw new RowsFailure("Estimating the rows of " + request.type().name() + " failed", e);
        }
    }

    /// True if [#snapshot] would find a free slot now.
    public boolean canTakeSnapshot() {
        return slots.availablePermits() > 0;
    }

    /// The present moment, held for the parts of `request`; empty if as many are held as the settings allow.
    public Optional<Snapshot> snapshot(ReportRequest request) {
        if (!slots.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Connection holder = source.holder(request.zone());
            try {
                return Optional.of(Snapshot.export(holder, slots::release));
            } catch (SQLException | RuntimeException e) {
                holder.close();
                throw e;
            }
        } catch (SQLException e) {
            slots.release();
            throw new RowsFailure("Taking a snapshot failed", e);
        } catch (RuntimeException e) {
            slots.release();
            throw e;
        }
    }

    /// Cuts the rows that `snapshot` sees into parts of at most `partRows`; none crosses a sheet of `sheetRows`.
    public Optional<Plan> plan(Snapshot snapshot, ReportRequest request, long partRows, long sheetRows) {
        Connection connection = snapshot.holder();
        Statement boundaries = Statement.boundaries(request, partRows, sheetRows);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            var cut = new Cut(partRows, sheetRows);
            try (ResultSet row =
                    statement.executeQuery(Quoting.fill(connection, boundaries.sql(), boundaries.values()))) {
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
            copy(snapshot.holder(), Statement.rows(request, count), count, sink);
        } catch (SQLException e) {
            throw new RowsFailure("Reading the first rows of " + request.type().name() + " failed", e);
        }
    }

    /// Reads the rows of one part under a plan's snapshot and returns how many the server sent.
    public long part(String snapshot, ReportRequest request, Range range, RowSink sink) {
        try (Connection connection = source.reader(request.zone(), snapshot)) {
            return copy(connection, Statement.rows(request, range), Long.MAX_VALUE, sink);
        } catch (SQLException e) {
            throw new RowsFailure("Reading a part of " + request.type().name() + " failed", e);
        }
    }

    private static long copy(Connection connection, Statement statement, long limit, RowSink sink) throws SQLException {
        String select = Quoting.fill(connection, statement.sql(), statement.values());
        return CopyRows.from(connection).read(select, limit, sink);
    }
}
