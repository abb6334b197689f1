package dev.sheaf.bench.api;

import dev.sheaf.bench.Options;
import dev.sheaf.bench.Proc;
import dev.sheaf.bench.Server;
import dev.sheaf.bench.Stage;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/// `bin/bench api`: the requests of the API in turns with one that only does `select 1`, on one server.
final class ApiBench {

    private static final long CLICKS = 20_000;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final String SMALL = """
            {"report_type": "clicks_csv", "search_params": {"last_id": 100}, "index_params": {"sort_by": "id"}}
            """;
    private static final String WRONG = """
            {"report_type": "clicks_csv", "search_params": {"last_id": "many"}, "index_params": {"sort_by": "luck"}}
            """;

    private static final Map<String, String> WHO = Map.of(
            "member_a", "a member",
            "member_b", "a member of old reports",
            "admin_a", "an admin",
            "operator", "an operator");

    private ApiBench() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(
                arguments,
                Map.of("reports", "1000000", "seconds", "10", "warm", "20", "heap", "256m", "data", ""),
                List.of("latency", "foreign"));
        try (Stage stage = Stage.open(options.text("data"))) {
            Map<String, String> keys = Server.prepare(stage, CLICKS);
            try (Server server = Server.start(stage, options.text("heap"));
                    Connection database = stage.database()) {
                if (options.has("latency")) {
                    Latency.measure(server, database, key(keys, "operator"));
                    return;
                }
                StoredReports.store(database, options.number("reports"));
                if (options.has("foreign")) {
                    ForeignReports.measure(
                            server, key(keys, "member_b"), StoredReports.newestOfAll(database));
                    return;
                }
                server.build(key(keys, "member_a"), SMALL, Duration.ofMillis(20));
                List<Question> questions = questions(server, database, keys);
                ask(questions, stage, server, options);
                print(questions, options);
            }
        }
    }

    private static List<Question> questions(Server server, Connection database, Map<String, String> keys)
            throws SQLException {
        var questions = new ArrayList<Question>();
        String member = key(keys, "member_a");
        questions.add(new Question(
                "`select 1`", server.request("/bench/one", member).build(), 200));
        for (String who : List.of("member_a", "member_b", "admin_a", "operator")) {
            String key = key(keys, who);
            long newest = StoredReports.newest(database, who);
            questions.add(new Question(
                    "list, " + WHO.get(who), server.request("/api/v1/exports", key).build(), 200));
            questions.add(new Question(
                    "get, " + WHO.get(who),
                    server.request("/api/v1/exports/" + newest, key).build(),
                    200));
        }
        questions.add(new Question("create, completed just now", create(server, member, SMALL), 200));
        questions.add(new Question("create, wrong", create(server, member, WRONG), 422));
        return questions;
    }

    private static HttpRequest create(Server server, String key, String body) {
        return server.request("/api/v1/exports", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /// In rounds, each of which begins with the yardstick, so that a busy neighbour disturbs all alike.
    private static void ask(List<Question> questions, Stage stage, Server server, Options options)
            throws InterruptedException, ExecutionException {
        try (var load = new Load()) {
            for (Question question : questions) {
                var _ = load.send(question.request(), question.status(), Duration.ofSeconds(options.number("warm")));
            }
            for (int round = 0; round < options.number("seconds"); round++) {
                for (Question question : questions) {
                    double serverCpu = Proc.cpu(server.pid());
                    double databaseCpu = stage.databaseCpu();
                    long begin = System.nanoTime();
                    List<Double> times = load.send(question.request(), question.status(), ROUND);
                    question.add(
                            times,
                            (System.nanoTime() - begin) / 1e9,
                            Proc.cpu(server.pid()) - serverCpu,
                            stage.databaseCpu() - databaseCpu);
                }
            }
        }
    }

    private static void print(List<Question> questions, Options options) {
        System.out.printf(
                "%,d reports stored, %d rounds of a second, 16 connections%n%n",
                options.number("reports"), options.number("seconds"));
        System.out.println("""
                | request | requests/s | of `select 1` | p50 ms | p99 ms | server CPU ms | PostgreSQL CPU ms |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: |""");
        questions.forEach(question -> System.out.println(question.row(questions.getFirst())));
    }

    private static String key(Map<String, String> keys, String who) {
        return Objects.requireNonNull(keys.get(who), who);
    }
}
