package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.OpenApi;
import dev.sheaf.testing.ServerTest;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Requests made from `openapi.yaml` and spoilt at random: no failure inside, no hang, no answer that the document
/// does not have. `-Pfuzz` sends 100,000. What one run finds is tried again with `-Dsheaf.fuzz.seed=…`.
class FuzzTest extends ServerTest {

    private static final int REQUESTS = Integer.getInteger("sheaf.fuzz.requests", 5_000);
    private static final int REQUESTS_OF_A_USER = 5_000;
    private static final long SEED = Long.getLong("sheaf.fuzz.seed", System.nanoTime());
    private static final Duration HANG = Duration.ofSeconds(60);

    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "-1",
            "25",
            "1e400",
            "9223372036854775808",
            "99999999999999999999",
            "NaN",
            "true",
            "null",
            "\u0000",
            "\ud83d\ude00",
            "\u202e",
            "İ",
            "'",
            "\"",
            "';--",
            "../..",
            "%",
            "%s%n",
            "{}",
            "[]",
            " ",
            "\n",
            "pending",
            "completed",
            "deals_excel",
            "YmVmb3JlOjU",
            "YmVmb3JlOi0x",
            "Ym9ndXM",
            "a".repeat(3_000));

    private static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "-1e-400",
            "9223372036854775808",
            "0.1",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[[[]]]",
            "{\"a\": {\"b\": null}}",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"İ\"",
            "\"2026-02-30\"",
            "\"US,DE\"",
            "[null]",
            "[1, \"1\", true]",
            "\"desc\"",
            "\"UTC\"",
            "\"Mars/Olympus\"",
            "NaN",
            "'",
            "\"" + "é".repeat(2_000) + "\"");

    private static final List<String> NAMES = List.of(
            "report_type",
            "search_params",
            "index_params",
            "options",
            "fresh",
            "country",
            "search",
            "start_date",
            "end_date",
            "sort_by",
            "sort_order",
            "columns",
            "facets",
            "time_zone",
            "compression",
            "bom",
            "name",
            "publisher_id",
            "__proto__",
            "",
            "\\u0000",
            "İ");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "text/plain",
            "application/xml",
            "nonsense",
            "*/*",
            "application/*;q=0.1",
            "text/event-stream",
            "a/b;c=\"");

    private static final List<String> HEADERS = List.of(
            "Accept",
            "Content-Type",
            "Range",
            "If-None-Match",
            "Last-Event-ID",
            "Idempotency-Key",
            "X-Request-Id",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "Accept-Language",
            "X-HTTP-Method-Override");

    private final OpenApi description = new OpenApi();
    private final Random random = new Random(SEED);

    private record Operation(String method, String path, JsonNode description) {}

    /// A request, the one of its headers that was made up, and its body.
    private record Sent(HttpRequest request, String header, String body) {}

    @Test
    void nothingThatCanBeSentBreaksAnything() {
        System.out.println("Seed of the generated requests: " + SEED);
        List<Operation> operations = operations();
        Api caller = people().member(1).api();
        for (int i = 0; i < REQUESTS; i++) {
            if (i % REQUESTS_OF_A_USER == 0) {
                caller = people().member(1).api();
            }
            Operation operation = pick(operations);
            Sent request;
            try {
                request = request(caller, operation);
            } catch (IllegalArgumentException e) {
                continue; // what this client cannot send stands in container-errors.yaml
            }
            check(operation, request, i);
        }
    }

    private void check(Operation operation, Sent sent, int number) {
        HttpRequest request = sent.request;
        String what = "seed %d, request %d: %s %s%n%s%n%s%n→ "
                .formatted(SEED, number, request.method(), request.uri(), sent.header, sent.body);
        try {
            check(operation, Api.raw(request));
        } catch (AssertionError | UncheckedIOException e) {
            throw new AssertionError(what + e.getMessage(), e);
        }
    }

    private void check(Operation operation, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as("%s", answer.body()).isLessThan(500);
        if (answer.statusCode() >= 400 && answer.statusCode() != 409) {
            String code = answer.body().replaceFirst("(?s)^.*?\"code\":\"([A-Z_]+)\".*$", "$1");
            ErrorAnswer.check(answer, answer.statusCode(), code);
        } else {
            description.check(
                    operation.method(), operation.path(), answer.statusCode(), answer.headers(), answer.body());
        }
    }

    private List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        description
                .document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return operations;
    }

    private Sent request(Api caller, Operation operation) {
        String path = operation.path();
        while (path.contains("{")) {
            path = path.replaceFirst("\\{[a-z]+}", encoded(pick(VALUES)).replace("+", "%20"));
        }
        var query = new ArrayList<String>();
        for (JsonNode reference : operation.description().path("parameters")) {
            JsonNode parameter = description.resolved(reference);
            if (parameter.path("in").asText().equals("query") && random.nextInt(3) == 0) {
                query.add(parameter.path("name").asText() + "=" + encoded(pick(VALUES)));
            }
        }
        HttpRequest.Builder request = caller.request(path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        boolean post = operation.method().equals("POST");
        String body = post ? body() : "";
        request.method(operation.method(), post ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
        if (post && random.nextInt(10) > 0) {
            request.header("Content-Type", "application/json");
        }
        String header = "";
        if (random.nextInt(3) == 0) {
            String name = pick(HEADERS);
            String value = random.nextBoolean() ? pick(TYPES) : pick(VALUES);
            request.header(name, value);
            header = name + ": " + value;
        }
        return new Sent(request.timeout(HANG).build(), header, body);
    }

    /// Mostly objects, few of them right.
    private String body() {
        if (random.nextInt(20) == 0) {
            return pick(JSON);
        }
        String body = object(random.nextInt(4));
        return random.nextInt(20) == 0 ? body.substring(random.nextInt(body.length())) : body;
    }

    private String object(int depth) {
        var members = new ArrayList<String>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String value = depth > 0 && random.nextBoolean() ? object(depth - 1) : pick(JSON);
            members.add("\"" + pick(NAMES) + "\": " + value);
        }
        if (random.nextBoolean()) {
            members.addFirst("\"report_type\": \"" + pick(List.of("deals_excel", "advertisers_csv", "nothing")) + "\"");
        }
        return "{" + String.join(", ", members) + "}";
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
