package dev.sheaf.chaos;

import dev.sheaf.testing.Cluster;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stream of requests for reports of all shipped types, each over all rows and in a time zone chosen at random.
final class Orders {

    private static final List<String> BODIES = List.of(
            "\"report_type\": \"clicks_details_excel\", \"search_params\":"
                    + " {\"start_date\": \"2026-05-27\", \"end_date\": \"2026-11-24\"}",
            "\"report_type\": \"deals_excel\"",
            "\"report_type\": \"hot_advertisers_excel\", \"search_params\": {\"as_of\": \"2026-11-24\"}",
            "\"report_type\": \"advertisers_csv\"");

    private final Cluster cluster;
    private final Random random;
    private final List<String> zones;
    private final Set<Long> accepted = new ConcurrentSkipListSet<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Orders(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        this.zones = zones(cluster.jdbc());
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
                place();
                Thread.sleep(500 + random.nextInt(2_000));
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // Servers are away now and then; who has no answer has nothing accepted.
            }
        }
    }

    private void place() throws Exception {
        String body = "{%s, \"options\": {\"time_zone\": \"%s\", \"formula_guard\": false}}"
                .formatted(
                        BODIES.get(random.nextInt(BODIES.size())), zones.get(random.nextInt(zones.size())));
        HttpRequest.Builder request = cluster.node(1 + random.nextInt(cluster.nodes().size()))
                .as("operator")
                .request("/exports")
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10));
        HttpResponse<String> answer =
                http.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        if (answer.statusCode() == 202) {
            JsonNode export = JsonMapper.shared().readTree(answer.body()).path("export");
            accepted.add(export.path("id").asLong());
        }
    }

    Set<Long> accepted() {
        return accepted;
    }
}
