package dev.sheaf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.OpenApi;
import dev.sheaf.testing.OpenApi.Operation;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.Wire;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/// Makes requests from `openapi.yaml` and spoils them. The same seed makes the same ones.
final class GeneratedRequests {

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
            "a/b;c=\"",
            "bytes=0-0",
            "bytes=5-1,-1",
            "en;q=2,de;q=-1",
            "Bearer e30.e30.e30",
            "gzip",
            "chunked");

    private static final List<String> HEADERS = List.of(
            "Accept",
            "Content-Type",
            "Range",
            "If-None-Match",
            "Last-Event-ID",
            "Idempotency-Key",
            "X-Request-Id",
            "Authorization",
            "Cookie",
            "Origin",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "Transfer-Encoding",
            "Content-Encoding",
            "Accept-Language",
            "X-HTTP-Method-Override");

    private static final List<String> BODIES = List.of("""
            {"report_type": "advertisers_csv", "search_params": {"name": "a"}, "options": {"compression": "gzip"}}
            """, """
            {"report_type": "deals_excel", "search_params": {"country": "US,DE"}, "index_params": {"columns": ["title"]}}
            """, """
            {"report_type": "clicks_details_excel", "fresh": true, "options": {"time_zone": "Europe/Berlin"},
             "search_params": {"start_date": "2026-11-20", "end_date": "2026-11-21"}}
            """, """
            {"report_type": "hot_advertisers_excel", "search_params": {"period": 7, "min_clicks": 5, "top": 10}}
            """);

    private static final List<String> SPOILS = List.of(
            "{", "}", "[", "]", "\"", ",", ":", " ", "\n", "\t", "\0", "%", "/", "-", "0", "9", ";", "?", "&", "=",
            "é");

    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE);

    private final OpenApi description = new OpenApi();
    private final List<Operation> operations = description.operations();
    private final Random random;

    GeneratedRequests(long seed) {
        random = new Random(seed);
    }

    /// One request as people read it; `send` returns the status of its answer, which was held to the document.
    record Sent(String text, IntSupplier send) {}

    /// The next request of `caller`, who has the report `id`.
    Sent next(Person caller, long id) {
        Operation operation = pick(operations);
        boolean post = operation.method().equals("POST");
        HttpRequest.Builder request = caller.api().request(target(operation, id));
        String body = post ? body() : "";
        byte[] bytes = body.getBytes(seldom() ? pick(ENCODINGS) : StandardCharsets.UTF_8);
        request.method(operation.method(), post ? BodyPublishers.ofByteArray(bytes) : BodyPublishers.noBody());
        if (post && random.nextInt(10) > 0) {
            request.header("Content-Type", "application/json");
        }
        while (random.nextInt(3) == 0) {
            String name = pick(HEADERS);
            String value = random.nextBoolean() ? pick(TYPES) : pick(VALUES);
            try {
                request.header(name, value);
            } catch (IllegalArgumentException e) {
                // This client does not send it; those that go by wire may.
            }
        }
        HttpRequest built = request.timeout(HANG).build();
        String text = text(built, body);
        if (seldom()) {
            String spoilt = spoilt(text);
            return new Sent(spoilt, () -> Wire.send(server(built.uri()), spoilt).status());
        }
        return new Sent(text, () -> Api.raw(built).statusCode());
    }

    private static String server(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private String target(Operation operation, long id) {
        String path = operation.path();
        while (path.contains("{")) {
            String value = random.nextBoolean() ? Long.toString(id) : pick(VALUES);
            path = path.replaceFirst("\\{[a-z]+}", encoded(value).replace("+", "%20"));
        }
        var query = new ArrayList<String>();
        for (JsonNode reference : operation.description().path("parameters")) {
            JsonNode parameter = description.resolved(reference);
            while (parameter.path("in").asText().equals("query") && random.nextInt(3) == 0) {
                query.add(parameter.path("name").asText() + "=" + encoded(pick(VALUES)));
            }
        }
        if (seldom()) {
            query.add(encoded(pick(NAMES)) + "=" + encoded(pick(VALUES)));
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    /// As it stands on the wire, with line feeds for line ends.
    private static String text(HttpRequest request, String body) {
        String query = request.uri().getRawQuery();
        String headers = request.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value + "\n"))
                .collect(Collectors.joining());
        return "%s %s%s HTTP/1.1\nHost: localhost\n%sContent-Length: %d\nConnection: close\n\n%s"
                .formatted(
                        request.method(),
                        request.uri().getRawPath(),
                        query == null ? "" : "?" + query,
                        headers,
                        body.getBytes(StandardCharsets.UTF_8).length,
                        body);
    }

    /// A few characters of it are others, or too many, or gone.
    private String spoilt(String text) {
        var spoilt = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(spoilt.length());
            spoilt.replace(at, at + random.nextInt(2), random.nextInt(3) == 0 ? "" : pick(SPOILS));
        }
        return spoilt.toString();
    }

    /// Some right, some nearly so, some no JSON at all.
    private String body() {
        return switch (random.nextInt(20)) {
            case 0 -> pick(JSON);
            case 1 -> "[".repeat(random.nextInt(70)) + "]".repeat(random.nextInt(70));
            case 2 -> "{\"report_type\": \"" + "x".repeat(65_400 + random.nextInt(300)) + "\"}";
            case 3, 4 -> pick(BODIES);
            case 5, 6, 7 -> spoilt(pick(BODIES));
            case 8 -> spoilt(object(random.nextInt(4)));
            default -> object(random.nextInt(4));
        };
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

    private boolean seldom() {
        return random.nextInt(20) == 0;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
