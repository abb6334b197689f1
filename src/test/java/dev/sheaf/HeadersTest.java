package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.KeyScope;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.Idle;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// What stands around the answers: headers, proxies, keys of less power, a database that is gone for a moment.
class HeadersTest extends ServerTest {

    @Autowired
    private DataSource database;

    @Autowired
    private ApiKeys keys;

    @Test
    void answersAreForTheCallerAloneAndNeverForAFrame() {
        var headers = people().member(1).api().list("").headers();
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void noSiteMayUseTheApiFromItsScripts() {
        Person member = people().member(1);
        Wire preflight = Wire.send(
                server(),
                "OPTIONS /api/v1/exports HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\n"
                        + "Access-Control-Request-Method: GET\nAccess-Control-Request-Headers: x-api-key");
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(Wire.send(
                                server(),
                                "GET /api/v1/exports HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\nX-Api-Key: "
                                        + member.key())
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void aTrustedProxyTellsHowItWasAskedAndNobodyElse() {
        Person member = people().member(1);
        long id = member.api()
                .build("{\"report_type\": \"deals_excel\"}")
                .path("id")
                .asLong();
        String request = "GET /api/v1/exports/" + id + " HTTP/1.1\nHost: inside:1\nX-Forwarded-Proto: https\n"
                + "X-Forwarded-Host: sheaf.example.com\nX-Forwarded-Port: 443\nX-Forwarded-For: 203.0.113.9\nX-Api-Key: "
                + member.key();
        Wire trusted = Wire.send(server(), request);
        assertThat(trusted.body()).contains("\"status_url\":\"https://sheaf.example.com/api/v1/exports/" + id + "\"");
        assertThat(trusted.header("Strict-Transport-Security")).contains("max-age=");

        Wire stranger = Wire.send(server(), "127.0.0.2", request);
        assertThat(stranger.body()).contains("\"status_url\":\"http://inside:1/api/v1/exports/" + id + "\"");
        assertThat(stranger.header("Strict-Transport-Security")).isEmpty();

        String list = request.replace("/exports/" + id, "/exports");
        assertThat(Wire.send(server(), list).body())
                .contains("\"https://sheaf.example.com/api/v1/exports/" + id + "\"");
        assertThat(Wire.send(server(), "127.0.0.2", list).body())
                .contains("\"http://inside:1/api/v1/exports/" + id + "\"");
    }

    @Test
    void headAndOptionsAnswerWithoutABody() {
        Person member = people().member(1);
        Wire head = Wire.send(server(), "HEAD /api/v1/exports HTTP/1.1\nHost: localhost\nX-Api-Key: " + member.key());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("X-RateLimit-Limit")).isNotEmpty();
        assertThat(head.body()).isEmpty();
        Wire options =
                Wire.send(server(), "OPTIONS /api/v1/exports HTTP/1.1\nHost: localhost\nX-Api-Key: " + member.key());
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.header("Allow"))
                .contains("GET")
                .contains("HEAD")
                .contains("POST")
                .contains("OPTIONS");
    }

    @Test
    void aKeyAllowsNoMoreThanItsScopes() {
        Person admin = people().admin(1);
        Person member = people().member(1);
        long id = member.api()
                .build("{\"report_type\": \"deals_excel\"}")
                .path("id")
                .asLong();
        Api reads = new Api(server(), keys.issue(admin.id(), "reads", EnumSet.of(KeyScope.EXPORTS_READ), null));
        Api all = new Api(server(), keys.issue(admin.id(), "all", KeyScope.all(), null));
        Api writes = new Api(server(), keys.issue(admin.id(), "writes", EnumSet.of(KeyScope.EXPORTS_WRITE), null));

        assertThat(reads.list("").status()).isEqualTo(200);
        assertThat(reads.create("{\"report_type\": \"deals_excel\"}").status()).isEqualTo(403);
        assertThat(reads.get(id).status()).isEqualTo(404);
        assertThat(all.get(id).status()).isEqualTo(200);
        assertThat(writes.list("").status()).isEqualTo(403);
        assertThat(writes.create("{}").status()).isEqualTo(422);
    }

    @Test
    void aKeyThatIsNotForReadingIsGivenNoLink() {
        Person member = people().member(1);
        String body = "{\"report_type\": \"deals_excel\"}";
        long id = member.api().build(body).path("id").asLong();
        Api writes = new Api(server(), keys.issue(member.id(), "writes", EnumSet.of(KeyScope.EXPORTS_WRITE), null));

        for (String dryRun : List.of("false", "true")) {
            String path = "/exports?dry_run=" + dryRun;
            JsonNode read = twin(member.api(), path, body);
            assertThat(read.path("id").asLong()).isEqualTo(id);
            assertThat(read.path("download_url").isString()).isTrue();
            JsonNode unread = twin(writes, path, body);
            assertThat(unread.path("id").asLong()).isEqualTo(id);
            assertThat(unread.path("download_url").isNull()).isTrue();
            assertThat(unread.path("download_expires_in_seconds").isNull()).isTrue();
        }
    }

    private static JsonNode twin(Api caller, String path, String body) {
        Answer answer = caller.send(
                "/exports",
                caller.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
        assertThat(answer.status()).isEqualTo(200);
        return answer.export();
    }

    @Test
    void aKeyCanBeExchangedAndTakenBack() {
        Person member = people().member(1);
        long id = keys.of(member.id()).getFirst().id();
        String second = keys.rotate(id, Instant.now().plusSeconds(600)).orElseThrow();
        assertThat(member.api().list("").status()).isEqualTo(200);
        assertThat(new Api(server(), second).list("").status()).isEqualTo(200);

        assertThat(keys.revoke(id)).isTrue();
        assertThat(keys.revoke(id)).isFalse();
        assertThat(member.api().list("").status()).isEqualTo(401);
        assertThat(new Api(server(), second).list("").status()).isEqualTo(200);
        assertThat(keys.rotate(id, Instant.now())).isEmpty();
        String third = keys.issue(member.id(), "over", Instant.now().minusSeconds(1));
        assertThat(new Api(server(), third).list("").status()).isEqualTo(401);
        assertThat(keys.of(member.id()).toString()).doesNotContain(second.substring(6));
    }

    @Test
    void aKeyInTheUrlCountsForNothingUnlessAllowed() {
        String key = people().member(1).key();
        HttpResponse<String> answer = Api.raw(
                new Api(server(), null).request("/exports?api_key=" + key).GET());
        ErrorAnswer.check(answer, 401, "UNAUTHORIZED");
    }

    /// Counting takes a connection of its own, and may take seconds.
    @Test
    void whoeverWaitsForACountKeepsNoOtherConnection() throws Exception {
        Api member = people().member(1).api();
        HikariPoolMXBean pool = database.unwrap(HikariDataSource.class).getHikariPoolMXBean();
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> foreseen;
            try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
                foreseen = background.submit(() -> member.send(
                                "/exports",
                                member.request("/exports?dry_run=true")
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"report_type\": \"advertisers_csv\"}")))
                        .at("/estimate/rows"));
                await().until(() -> jdbc.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single());
                await().until(() -> pool.getActiveConnections() == 0);
            }
            assertThat(foreseen.get().asLong()).isPositive();
        }
    }

    @Test
    void aDatabaseWithoutAConnectionToSpareIsToldAsPassing() throws SQLException {
        Person member = people().member(1);
        Idle.await(database);
        HikariDataSource pool = database.unwrap(HikariDataSource.class);
        long before = pool.getConnectionTimeout();
        pool.setConnectionTimeout(250);
        var taken = new ArrayList<Connection>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                taken.add(database.getConnection());
            }
        } catch (SQLException e) {
            assertThat(taken).as("somebody else has the last ones").isNotEmpty();
        }
        try {
            HttpResponse<String> answer =
                    Api.raw(member.api().request("/exports").GET());
            ErrorAnswer.check(answer, 503, "UNAVAILABLE");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            HttpResponse<String> page = Api.raw(HttpRequest.newBuilder(URI.create(server() + "/reports"))
                    .header("Accept", "text/html")
                    .header("Cookie", "sheaf_session=c29tZWJvZHk="));
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(page.headers().firstValue("Retry-After")).isPresent();
            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(page.body()).contains("<h1>Back in a moment</h1>").doesNotContain("Exception");
            HttpResponse<String> style = Api.raw(HttpRequest.newBuilder(URI.create(server() + "/assets/sheaf.css"))
                    .header("Cookie", "sheaf_session=c29tZWJvZHk="));
            assertThat(style.statusCode()).as("the page keeps its looks").isEqualTo(200);
        } finally {
            for (Connection one : taken) {
                one.close();
            }
            pool.setConnectionTimeout(before);
        }
        assertThat(Api.raw(member.api()
                                .request("/exports")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"report_type\": 1e400}")))
                        .statusCode())
                .isEqualTo(422);
    }
}
