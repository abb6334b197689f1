package dev.sheaf.bench.api;

import dev.sheaf.bench.Median;
import dev.sheaf.bench.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From POST to completed of small reports, one at a time.
final class Latency {

    private static final int RUNS = 50;
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Latency() {}

    static void measure(Server server, Connection database, String key)
            throws IOException, InterruptedException, SQLException {
        var reports = new ArrayList<Double>();
        var commits = new ArrayList<Double>();
        try (var statement = database.createStatement()) {
            statement.execute("create table if not exists public.bench_row (id bigint, body text)");
        }
        for (int run = 0; run < 2 * RUNS; run++) {
            double report = report(server, key);
            double commit = commit(database);
            // The first half warms up.
            if (run >= RUNS) {
                reports.add(report);
                commits.add(commit);
            }
            Thread.sleep(PAUSE);
        }
        print("100 rows, POST to completed", reports);
        print("one insert and its commit", commits);
        System.out.printf("ratio of the medians: %.1f%n", Median.of(reports) / Median.of(commits));
    }

    private static double report(Server server, String key) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        server.build(key, """
                {"report_type": "clicks_xlsx", "fresh": true,
                 "search_params": {"last_id": 100}, "index_params": {"sort_by": "id"}}
                """, POLL);
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double commit(Connection database) throws SQLException {
        database.setAutoCommit(false);
        long begin = System.nanoTime();
        try (var statement = database.createStatement()) {
            statement.execute("insert into bench_row values (1, 'A row of a table')");
        }
        database.commit();
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void print(String what, List<Double> times) {
        System.out.printf(
                "%s: p50 %.1f ms, p99 %.1f ms%n",
                what, Median.percentile(times, 50), Median.percentile(times, 99));
    }
}
