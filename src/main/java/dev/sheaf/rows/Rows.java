package dev.sheaf.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sheaf.access.PublisherKeys;
import dev.sheaf.access.Publishers;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.ReportRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the rows of requests. Thread safe.
///
/// Failures are [RowsFailure], [SnapshotLost] among them; what a sink throws comes out as
/// [java.io.UncheckedIOException]. Only where [#outlook] says so can rows be read in ranges, under a snapshot;
/// all others are read by [#all] alone.
@Component
public class Rows {

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String CANCELED = "57014";

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
        return all(request, limit, sink, List.of(), (_, _) -> {});
    }

    /// Told before the first row: the moment that all rows are of, and the facets as they were then.
    @FunctionalInterface
    public interface Opening {
        void at(Instant asOf, List<Summary> facets);
    }

    /// The same, and sums up `facets` at the same moment.
    public Sent all(ReportRequest request, long limit, RowSink sink, List<Facet> facets, Opening opening) {
        RowSource source = sources.of(request);
        Question question = question(request);
        // One row more than it may be tells of all the others.
        Statement rows = limit == Long.MAX_VALUE || source.dialect() != Dialect.POSTGRES
                ? Statement.rows(question, source.dialect())
                : Statement.rows(question, limit + 1);
        try (Moment now = source.now(request.zone())) {
            Instant asOf = now.asOf();
            var summaries = new ArrayList<Summary>();
            for (Facet facet : facets) {
                summaries.add(Summary.of(facet, question, source.dialect(), now));
            }
            opening.at(asOf, summaries);
            long sent = now.read(rows, limit, sink);
            summaries.forEach(summary -> check(summary, sent));
            return new Sent(sent, asOf);
        } catch (SQLException e) {
            throw new RowsFailure("Reading the rows of " + request.type().name() + " failed", e);
        }
    }

    private static void check(Summary summary, long sent) {
        if (summary.rows() != sent) {
            throw new IllegalStateException("The facet %s sums up %d rows instead of %d"
                    .formatted(summary.facet().name(), summary.rows(), sent));
        }
    }

    /// How many rows there are: exactly if they are no more than `exactly`, else what the planner expects, but more
    /// than that in any case.
    public RowCount count(ReportRequest request, long exactly) {
        return counted(request, exactly, null);
    }

    /// The same, but what the planner expects if counting takes longer than `longest`.
    public RowCount count(ReportRequest request, long exactly, Duration longest) {
        return counted(request, exactly, longest);
    }

    private RowCount counted(ReportRequest request, long exactly, @Nullable Duration longest) {
        RowSource source = sources.of(request);
        Question question = question(request);
        try {
            OptionalLong expected = source.outlook(Statement.rows(question, source.dialect()), request.zone(), exactly)
                    .rows();
            Statement count = Statement.count(question, source.dialect(), exactly + 1);
            try {
                long counted = counted(source, count, request.zone(), longest);
                return counted <= exactly || expected.isEmpty()
                        ? new RowCount(counted, true)
                        : new RowCount(Math.max(counted, expected.getAsLong()), false);
            } catch (SQLException e) {
                if (longest == null || expected.isEmpty() || !CANCELED.equals(e.getSQLState())) {
                    throw e;
                }
                return new RowCount(expected.getAsLong(), false);
            }
        } catch (SQLException e) {
            throw new RowsFailure("Counting the rows of " + request.type().name() + " failed", e);
        }
    }

    private static long counted(RowSource source, Statement count, ZoneId zone, @Nullable Duration longest)
            throws SQLException {
        var digits = new StringBuilder();
        RowSink sink = (copy, from, to) -> digits.append(new String(copy, from, to - from, StandardCharsets.US_ASCII));
        if (longest == null) {
            source.read(count, zone, 1, sink);
        } else {
            source.first(count, zone, 1, longest, sink);
        }
        return Long.parseLong(digits.toString());
    }

    /// The first `count` rows, of each its values as PostgreSQL writes them, null for NULL.
    ///
    /// @throws RowsFailure also if that takes longer than `longest`
    public List<List<@Nullable String>> first(ReportRequest request, int count, Duration longest) {
        RowSource source = sources.of(request);
        Question question = question(request);
        Statement statement = source.dialect() == Dialect.POSTGRES
                ? Statement.rows(question, count)
                : Statement.rows(question, source.dialect());
        var first = new ArrayList<List<@Nullable String>>();
        try {
            source.first(
                    statement,
                    request.zone(),
                    count,
                    longest,
                    (copy, from, to) -> first.add(CopyLine.values(new String(copy, from, to - from, UTF_8))));
            return first;
        } catch (SQLException e) {
            throw new RowsFailure("Reading the first rows of " + request.type().name() + " failed", e);
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

    /// The snapshot that somebody holds as `name`, held here too and under a name of its own; empty if this
    /// node does so for as many others as it may.
    public Optional<Snapshot> join(ReportRequest request, String name) {
        try {
            return sources.postgres(request).join(request.zone(), name);
        } catch (SQLException e) {
            throw new RowsFailure("Joining a snapshot failed", e);
        }
    }

    /// Cuts the rows that `snapshot` sees into parts of at most `partRows`; none crosses a sheet of
    /// `sheetRows`.
    public Optional<Plan> plan(Snapshot snapshot, ReportRequest request, long partRows, long sheetRows) {
        try {
            return sources.postgres(request).plan(snapshot, question(request), partRows, sheetRows);
        } catch (SQLException e) {
            throw new RowsFailure("Planning " + request.type().name() + " failed", e);
        }
    }

    /// Hands on the first `count` rows that `snapshot` sees.
    public void first(Snapshot snapshot, ReportRequest request, int count, RowSink sink) {
        try (Connection connection = sources.postgres(request).reader(request.zone(), snapshot.id())) {
            PostgresSource.copy(connection, Statement.rows(question(request), count), count, sink);
        } catch (SQLException e) {
            throw new RowsFailure("Reading the first rows of " + request.type().name() + " failed", e);
        }
    }

    /// Sums up a facet of the rows that `snapshot` sees, on a connection of its own.
    public Summary summary(String snapshot, ReportRequest request, Facet facet) {
        try (Moment moment = PostgresSource.moment(sources.postgres(request).reader(request.zone(), snapshot))) {
            return Summary.of(facet, question(request), Dialect.POSTGRES, moment);
        } catch (SQLException e) {
            throw lost(e)
                    ? new SnapshotLost(e)
                    : new RowsFailure("Summing up " + request.type().name() + " failed", e);
        }
    }

    private static boolean lost(SQLException e) {
        return SERIALIZATION_FAILURE.equals(e.getSQLState());
    }

    /// Reads the rows of one part under a plan's snapshot and returns how many there were.
    ///
    /// A server in recovery takes rows away that a snapshot still needs, and ends who reads them: the snapshot
    /// is lost then too.
    public long part(String snapshot, ReportRequest request, PartPlan part, RowSink sink) {
        try {
            return sources.postgres(request).part(snapshot, question(request), part, sink);
        } catch (SQLException e) {
            if (lost(e)) {
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
