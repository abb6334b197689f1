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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
                Map.entry("server.tomcat.remoteip.internal-proxies", "10.0.0.0/8"),
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
        assertThat(preflight("https://evil.example", "POST").statusCode()).isEqualTo(403);
        assertThat(preflight(ORIGIN, "PATCH").statusCode()).isEqualTo(403);

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
    void whoIsNoTrustedProxySetsNeitherSchemeNorHost() {
        People.Person caller = server.people().operator();
        Api api = caller.api();
        long id = api.create("{\"report_type\": \"advertisers_csv\"}")
                .export()
                .path("id")
                .asLong();
        Wire answer = Wire.send(server.url(), """
                GET /api/v1/exports/%d HTTP/1.1
                Host: reports.example
                X-Forwarded-Proto: https
                X-Forwarded-Host: evil.example
                X-Forwarded-Port: 443
                X-Forwarded-For: 203.0.113.9
                Forwarded: for=203.0.113.9;host=evil.example;proto=https
                X-Api-Key: %s""".formatted(id, caller.key()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"http://reports.example/api/v1/exports/" + id + "\"");
        assertThat(answer.head() + answer.body()).doesNotContain("evil", "Strict-Transport-Security");
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
