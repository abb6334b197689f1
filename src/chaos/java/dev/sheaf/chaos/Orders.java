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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stream of requests for reports of all shipped types, each over all rows and in a time zone chosen at random.
final class Orders {

    private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(zone -> zone.matches("(Africa|America|Asia|Europe|Australia|Pacific)/.*"))
            .sorted()
            .toList();

    private static final List<String> BODIES = List.of(
            "\"report_type\": \"clicks_details_excel\", \"search_params\":"
                    + " {\"start_date\": \"2026-05-27\", \"end_date\": \"2026-11-24\"}",
            "\"report_type\": \"deals_excel\"",
            "\"report_type\": \"hot_advertisers_excel\", \"search_params\": {\"as_of\": \"2026-11-24\"}",
            "\"report_type\": \"advertisers_csv\"");

    private final Cluster cluster;
    private final Random random;
    private final Set<Long> accepted = new ConcurrentSkipListSet<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Orders(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
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
                        BODIES.get(random.nextInt(BODIES.size())), ZONES.get(random.nextInt(ZONES.size())));
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
