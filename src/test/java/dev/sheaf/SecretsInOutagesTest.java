package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.storage.S3Settings;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.FaultProxy;
import dev.sheaf.testing.FaultProxy.Fault;
import dev.sheaf.testing.OwnServer;
import dev.sheaf.testing.People;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/// What opens something is not repeated either while the store, the database or the issuer is away.
@ExtendWith(OutputCaptureExtension.class)
class SecretsInOutagesTest {

    private static final String CLIENT_SECRET = "canary-of-the-client";
    private static final String REPORT = "{\"report_type\": \"advertisers_csv\"}";

    @Test
    void noSecretIsRepeatedWhileSomethingIsAway(CapturedOutput log) throws Exception {
        TestServers.Database database = TestServers.database();
        S3Settings bucket = TestServers.bucket();
        URI endpoint = Objects.requireNonNull(bucket.endpoint());
        URI address = URI.create(database.url().substring("jdbc:".length()));
        try (var store = new FaultProxy(endpoint.getPort());
                var records = new FaultProxy(address.getPort());
                OwnServer server = OwnServer.start(Map.of(
                        "spring.datasource.url",
                        database.url().replace(":" + address.getPort() + "/", ":" + records.port() + "/"),
                        "spring.datasource.username",
                        database.user(),
                        "spring.datasource.password",
                        database.password(),
                        "spring.datasource.hikari.connection-timeout",
                        "500",
                        "sheaf.s3.endpoint",
                        "http://127.0.0.1:" + store.port(),
                        "sheaf.build.tries",
                        "1",
                        "sheaf.web.oidc.issuer",
                        "http://127.0.0.1:1",
                        "sheaf.web.oidc.client-id",
                        "sheaf",
                        "sheaf.web.oidc.client-secret",
                        CLIENT_SECRET))) {
            People.Person caller = server.people().operator();
            var said = new StringBuilder();

            store.set(Fault.REFUSE);
            store.cut();
            JsonNode failed = caller.api().build(REPORT);
            assertThat(failed.path("status").asString()).isEqualTo("failed");
            said.append(failed);
            store.set(Fault.NONE);

            HttpResponse<String> issuer =
                    Api.raw(HttpRequest.newBuilder(URI.create(server.url() + "/sign_in/with/company")));
            assertThat(issuer.headers().firstValue("Location").orElse("")).endsWith("/sign_in?problem=company");
            for (String inside : new String[] {"/actuator", "/actuator/env", "/actuator/heapdump", "/metrics"}) {
                HttpResponse<String> closed = Api.raw(HttpRequest.newBuilder(URI.create(server.url() + inside)));
                assertThat(closed.statusCode()).as(inside).isEqualTo(401);
                said.append(closed.body());
            }

            server.annotated(ConfigurationProperties.class).forEach(said::append);

            records.set(Fault.REFUSE);
            records.cut();
            HttpResponse<String> away = Api.raw(caller.api().request("/exports").GET());
            ErrorAnswer.check(away, 503, "UNAVAILABLE");
            said.append(away.body());
            records.set(Fault.NONE);

            assertThat(log.getAll()).contains("company account", "failed");
            for (String secret : new String[] {
                caller.key(), caller.key().substring(6), CLIENT_SECRET, database.password(), bucket.secretKey()
            }) {
                assertThat(log.getAll()).doesNotContain(secret);
                assertThat(said).doesNotContain(secret);
            }
        }
    }
}
