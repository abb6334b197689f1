package dev.sheaf.chaos;

import dev.sheaf.testing.Cluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stream of requests for reports of all shipped types, each over all rows and in a time zone chosen at random. Some
/// reports are cancelled or erased, and some of those asked for again.
///
/// Each request has an Idempotency-Key and is repeated until it is answered, as a careful caller would: so every report
/// that is recorded is one that somebody was told of.
final class Orders {

    private static final String ALL_CLICKS = "\"report_type\": \"clicks_details_excel\", \"search_params\":"
            + " {\"start_date\": \"2026-05-27\", \"end_date\": \"2026-11-24\"}";
    private static final String COMPRESSED = ", \"compression\": \"gzip\"";

    private static final int MOST_UNANSWERED = 10;

    private record Kind(String body, String option) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(ALL_CLICKS, ""),
            new Kind("\"report_type\": \"deals_excel\"", ""),
            new Kind(
                    "\"report_type\": \"hot_advertisers_excel\", \"search_params\": {\"as_of\": \"2026-11-24\"}",
                    ""),
            new Kind("\"report_type\": \"advertisers_csv\"", ""),
            new Kind("\"report_type\": \"advertisers_csv\"", COMPRESSED));

    private record Order(String key, String body) {}

    private final Cluster cluster;
    private final Random random;
    private final List<String> zones;
    private final List<Order> unanswered = new ArrayList<>();
    private final Set<Long> accepted = new TreeSet<>();
    private final Set<Long> deleted = new TreeSet<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private int placed;

    Orders(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        this.zones = zones(cluster.jdbc());
        // The first server has asked for one itself.
        accepted.addAll(cluster.jdbc()
                .sql("select id from sheaf.reports where parent_id is null")
                .query(Long.class)
                .list());
    }

    /// Files follow the database's rules of time zones, the verdict Java's. Countries change them often enough for
    /// one of the two to be older: only zones in which both agree are asked for.
    private static List<String> zones(JdbcClient jdbc) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        Map<String, Boolean> agreed = new TreeMap<>();
        jdbc.sql("""
                select name, month, extract(epoch from month at time zone name - month at time zone 'UTC')::int
                from pg_timezone_names,
                     generate_series(timestamptz '2026-01-01 00:00Z', '2027-12-01 00:00Z', interval '1 month') month
                where name ~ '^(Africa|America|Asia|Europe|Australia|Pacific)/'
                """).query(row -> {
            String name = row.getString(1);
            Instant month = row.getTimestamp(2).toInstant();
            agreed.merge(
                    name,
                    known.contains(name)
                            && ZoneId.of(name).getRules().getOffset(month).getTotalSeconds() == row.getInt(3),
                    Boolean::logicalAnd);
        });
        return agreed.keySet().stream().filter(agreed::get).toList();
    }

    void placeUntil(Instant end) {
        while (Instant.now().isBefore(end)) {
            try {
                if (unanswered.size() < MOST_UNANSWERED) {
                    unanswered.add(order());
                }
                askAll();
                if (!accepted.isEmpty() && random.nextInt(8) == 0) {
                    long id = any(accepted);
                    deleted.add(id);
                    send(HttpRequest.Builder::DELETE, "/exports/" + id);
                }
                if (!deleted.isEmpty() && random.nextInt(8) == 0) {
                    send(request -> request.POST(BodyPublishers.noBody()), "/exports/" + any(deleted) + "/retry");
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // Servers are away now and then.
            }
            LockSupport.parkNanos(Duration.ofMillis(1_000 + random.nextInt(3_000)).toNanos());
        }
    }

    private Order order() {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        return new Order(
                "chaos-" + placed++,
                "{%s, \"options\": {\"time_zone\": \"%s\", \"formula_guard\": false%s}}"
                        .formatted(kind.body, zones.get(random.nextInt(zones.size())), kind.option));
    }

    /// Repeats what nobody has answered yet.
    ///
    /// @throws IOException if nobody does now
    private void askAll() throws IOException, InterruptedException {
        while (!unanswered.isEmpty()) {
            Order order = unanswered.getFirst();
            HttpResponse<String> answer = send(
                    request -> request.header("Content-Type", "application/json")
                            .header("Idempotency-Key", order.key)
                            .POST(BodyPublishers.ofString(order.body)),
                    "/exports");
            if (answer.statusCode() >= 500) {
                throw new IOException(answer.body());
            }
            JsonNode export = JsonMapper.shared().readTree(answer.body()).path("export");
            if (!export.has("id")) {
                throw new IllegalStateException(order + " was answered with " + answer.body());
            }
            accepted.add(export.path("id").asLong());
            unanswered.removeFirst();
        }
    }

    /// Tries it once more.
    boolean allAnswered() throws IOException, InterruptedException {
        askAll();
        return true;
    }

    private HttpResponse<String> send(UnaryOperator<HttpRequest.Builder> what, String path)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = cluster.node(1 + random.nextInt(cluster.nodes().size()))
                .as("operator")
                .request(path)
                .timeout(Duration.ofSeconds(10));
        return http.send(what.apply(request).build(), BodyHandlers.ofString());
    }

    private long any(Set<Long> ids) {
        return List.copyOf(ids).get(random.nextInt(ids.size()));
    }

    /// The reports that were accepted, or were there already.
    Set<Long> accepted() {
        return accepted;
    }

    /// Those that somebody wanted to cancel or to erase, whatever was answered.
    Set<Long> deleted() {
        return deleted;
    }
}
