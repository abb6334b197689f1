package dev.sheaf.rows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/// The small joined tables of the reports whose parts are read here, each as its report's snapshot sees it. Thread
/// safe.
final class Dimensions {

    private static final Logger LOG = LoggerFactory.getLogger(Dimensions.class);

    /// Parts of a report follow each other sooner.
    private static final Duration KEPT = Duration.ofMinutes(1);

    /// The place of a row must fit into an integer.
    private static final DataSize MOST = DataSize.ofGigabytes(1);

    /// So many reports of the largest dimensions find room at once.
    private static final int REPORTS = 2;

    /// Of the heap, dimensions never take more than one of so many shares: the rest is needed.
    private static final int SHARES = 8;

    /// How the parts of one report are read.
    record Reading(PartQuery query, List<DimensionTable> tables) {

        Reading {
            tables = List.copyOf(tables);
        }

        static Reading whole(Question question) {
            return new Reading(PartQuery.whole(question), List.of());
        }

        long size() {
            return tables.stream().mapToLong(DimensionTable::size).sum();
        }
    }

    /// The statement stands for the question: its columns, filters and row scope.
    private record Key(String snapshot, Statement rows) {}

    private final PostgresConnections connections;
    private final long memory;
    private final Cache<Key, Reading> readings;

    Dimensions(PostgresConnections connections, DataSize memory) {
        long all = Math.min(memory.toBytes(), Runtime.getRuntime().maxMemory() / SHARES);
        this.connections = connections;
        this.memory = all / REPORTS;
        this.readings = Caffeine.newBuilder()
                .maximumWeight(all)
                .weigher((Key _, Reading reading) -> Math.toIntExact(reading.size()))
                .expireAfterAccess(KEPT)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .build();
    }

    static void check(String setting, DataSize memory) {
        if (memory.isNegative() || memory.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "%s must be from 0 to %dMB, not %s".formatted(setting, MOST.toMegabytes(), memory));
        }
    }

    /// What has been read for `question` under `snapshot`, or is read now.
    Reading of(String snapshot, Question question) throws SQLException {
        if (!mayHelp(question)) {
            return Reading.whole(question);
        }
        try {
            return readings.get(new Key(snapshot, Statement.rows(question, Dialect.POSTGRES)), _ -> {
                try {
                    return read(snapshot, question);
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// Begins to read for `question`, and does not wait for it. Whoever asks [#of] then does, and is told of failures.
    void prepare(String snapshot, Question question) {
        if (!mayHelp(question)) {
            return;
        }
        Thread.ofPlatform().daemon().name("dimensions").start(() -> {
            try {
                var _ = of(snapshot, question);
            } catch (SQLException | RuntimeException e) {
                LOG.debug("Joined tables could not be read beforehand", e);
            }
        });
    }

    private boolean mayHelp(Question question) {
        return memory > 0 && StarJoin.joins(question).isPresent();
    }

    private Reading read(String snapshot, Question question) throws SQLException {
        try (Connection connection = connections.reader(question.request().zone(), snapshot)) {
            PartQuery query = StarJoin.of(connection, question, memory);
            var tables = new ArrayList<DimensionTable>();
            long left = memory;
            for (Dimension dimension : query.dimensions()) {
                var table = new DimensionTable(dimension.groupSizes(), left);
                PostgresSource.copy(connection, dimension.statement(question), Long.MAX_VALUE, table);
                left -= table.size();
                tables.add(table);
            }
            return new Reading(query, tables);
        } catch (SQLException e) {
            // A row that no part asks for may have values that an expression fails on.
            if (RowsFailure.passes(e)) {
                throw e;
            }
            return withAllJoins(question, e);
        } catch (DimensionTable.TooLarge e) {
            return withAllJoins(question, e);
        }
    }

    private static Reading withAllJoins(Question question, Exception why) {
        LOG.info("{} is read with all its joins: {}", question.request().type().name(), why.getMessage());
        return Reading.whole(question);
    }
}
