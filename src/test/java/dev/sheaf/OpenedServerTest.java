package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.Events;
import dev.sheaf.testing.OwnServer;
import dev.sheaf.testing.People;
import dev.sheaf.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// A server on which an operator has switched on what is off by default. It builds nothing, so reports stay pending.
@ExtendWith(OutputCaptureExtension.class)
class OpenedServerTest {

    private static final String ORIGIN = "https://app.example.com";
    private static final String PROXY = "127.0.0.2";

    @TempDir
    private static Path logs;

    private static OwnServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = OwnServer.start(Map.ofEntries(
                Map.entry("sheaf.api.cors-origins", ORIGIN),
                Map.entry("sheaf.api.key-parameter", "true"),
                Map.entry("sheaf.events.streams", "2"),
                Map.entry("sheaf.queue.enabled", "false"),
                Map.entry("server.tomcat.remoteip.internal-proxies", PROXY + "/32, 192.0.2.0/24"),
                Map.entry("sheaf.web.forwarded", "true"),
                Map.entry("server.tomcat.connection-timeout", "1s"),
                Map.entry("server.tomcat.keep-alive-timeout", "20s"),
                Map.entry("server.tomcat.accesslog.enabled", "true"),
                Map.entry("server.tomcat.accesslog.buffered", "false"),
                Map.entry("server.tomcat.accesslog.directory", logs.toString()),
                Map.entry("logging.level.org.springframework.web", "debug"),
                Map.entry("logging.level.org.springframework.security", "debug")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void scriptsOfANamedOriginMayUseTheApiWithAKeyAndThoseOfOthersMayNot() {
        Api caller = server.people().operator().api();
        HttpResponse<String> asked = preflight(ORIGIN, "POST");
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .containsIgnoringCase("x-api-key");
        assertThat(asked.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        ErrorAnswer.check(preflight("https://evil.example", "POST"), 403, "FORBIDDEN");
        ErrorAnswer.check(preflight(ORIGIN, "PATCH"), 403, "FORBIDDEN");
        HttpRequest.Builder evil = caller.request("/exports").header("Origin", "https://evil.example");
        ErrorAnswer.check(Api.raw(evil), 403, "FORBIDDEN");

        HttpResponse<String> answer =
                Api.raw(caller.request("/exports").header("Origin", ORIGIN).GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("ETag", "Retry-After", "X-RateLimit-Remaining");
    }

    @Test
    void aKeyInTheQueryLetsInAndStandsInNoLog(CapturedOutput log) throws IOException {
        People.Person caller = server.people().operator();
        Api none = new Api(server.url(), null);
        assertThat(Api.raw(none.request("/exports?api_key=" + caller.key()).GET())
                        .statusCode())
                .isEqualTo(200);
        String wrong = caller.key() + "x";
        ErrorAnswer.check(Api.raw(none.request("/exports?api_key=" + wrong).GET()), 401, "UNAUTHORIZED");
        String nowhere =
                Api.raw(none.request("/nowhere?api_key=" + caller.key()).GET()).body();
        Api.raw(none.request("/exports?api%5Fkey=" + caller.key()).GET());
        String crooked = Api.raw(
                        none.request("/exports?limit=x&api_key=" + caller.key()).GET())
                .body();

        await().atMost(Duration.ofSeconds(10)).until(() -> accessLog().contains("GET /api/v1/nowhere"));
        assertThat(accessLog()).contains("GET /api/v1/exports");
        assertThat(log.getAll()).contains("/api/v1/exports");
        for (String said : new String[] {accessLog(), log.getAll(), nowhere, crooked}) {
            assertThat(said).doesNotContain(caller.key(), caller.key().substring(6));
        }
    }

    private static String accessLog() throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining());
        }
    }

    @Test
    void whoSendsTooSlowlyIsCut() throws IOException {
        String head =
                "POST /api/v1/exports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Api-Key: "
                        + server.people().operator().key();
        assertThat(answerWithoutEnd(head)).isEmpty();
        assertThat(answerWithoutEnd(head + "\r\nContent-Length: 100\r\n\r\n{"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"BAD_REQUEST\"", "came in time");
    }

    /// What comes until the server has waited long enough for the rest.
    private static String answerWithoutEnd(String begin) throws IOException {
        URI address = URI.create(server.url());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whoIsNoTrustedProxySetsNeitherSchemeNorHost() {
        Wire answer = ask("127.0.0.1", """
                Forwarded: for=203.0.113.9;host=evil.example;proto=https
                X-Forwarded-Proto: https
                X-Forwarded-Host: evil.example
                X-Forwarded-Port: 443
                X-Forwarded-For: 203.0.113.9""");
        assertThat(answer.body()).contains("\"status_url\":\"http://inside.example/api/v1/exports/");
        assertThat(answer.head() + answer.body()).doesNotContain("evil", "Strict-Transport-Security");
    }

    @Test
    void aTrustedProxyTellsInForwardedHowItWasAskedAndNowhereElse() {
        Wire answer = ask(PROXY, """
                Forwarded: for=203.0.113.9;host=reports.example.com;proto=https
                X-Forwarded-Proto: http
                X-Forwarded-Host: evil.example
                X-Forwarded-Port: 1""");
        assertThat(answer.body()).contains("\"status_url\":\"https://reports.example.com/api/v1/exports/");
        assertThat(answer.header("Strict-Transport-Security")).contains("max-age=");

        assertThat(ask(PROXY, "X-Forwarded-For: 203.0.113.9\nX-Forwarded-Host: evil.example")
                        .body())
                .contains("\"status_url\":\"http://inside.example/api/v1/exports/");
    }

    @Test
    void ofSeveralProxiesTheOutermostOfOurOwnCounts() {
        Wire answer = ask(PROXY, """
                Forwarded: for=198.51.100.1;host=evil.example;proto=http
                Forwarded: for="[2001:db8::9]";host="reports.example.com:8443";proto=https, for=192.0.2.7;host=inner""");
        assertThat(answer.body()).contains("\"status_url\":\"https://reports.example.com:8443/api/v1/exports/");
        assertThat(answer.body()).doesNotContain("evil");
    }

    private static Wire ask(String from, String headers) {
        People.Person caller = server.people().operator();
        long id = caller.api()
                .create("{\"report_type\": \"advertisers_csv\"}")
                .export()
                .path("id")
                .asLong();
        Wire answer = Wire.send(
                server.url(),
                from,
                "GET /api/v1/exports/%d HTTP/1.1\nHost: inside.example\nX-Api-Key: %s\n%s"
                        .formatted(id, caller.key(), headers));
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    @Test
    void aUserHasSoManyStreamsAndOthersHaveTheirOwn() {
        Api caller = server.people().operator().api();
        long id = caller.create("{\"report_type\": \"advertisers_csv\"}")
                .export()
                .path("id")
                .asLong();
        String events = "/exports/" + id + "/events";
        try (Events first = new Events(caller.request(events));
                Events second = new Events(caller.request(events))) {
            assertThat(first.next()).isNotNull();
            assertThat(second.next()).isNotNull();
            HttpResponse<String> third = Api.raw(caller.request(events).GET());
            ErrorAnswer.check(third, 429, "TOO_MANY_STREAMS");
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            try (Events other = new Events(server.people().operator().api().request(events))) {
                assertThat(other.next()).isNotNull();
            }
        }
        caller.delete(id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.raw(caller.request(events).GET()).statusCode() == 200);
    }

    private static HttpResponse<String> preflight(String origin, String method) {
        return Api.raw(new Api(server.url(), null)
                .request("/exports")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "x-api-key,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }
}
