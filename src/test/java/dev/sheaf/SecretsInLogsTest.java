package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Browser;
import dev.sheaf.testing.Cluster;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.Events;
import dev.sheaf.testing.FaultProxy.Fault;
import dev.sheaf.testing.Node;
import dev.sheaf.testing.TestIssuer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A whole journey, and whatever can go wrong on it, with a server that logs all that it can: what opens something
/// stands nowhere in what it printed, and in no error.
class SecretsInLogsTest {

    private static final String REPORT = "{\"report_type\": \"advertisers_csv\", \"fresh\": true}";
    private static final String MEMBER = "member_a@sheaf.example";
    private static final String WRONG_PASSWORD = "canary-of-the-password";
    private static final String WELCOME = "canary-of-the-welcome";

    private final List<String> secrets = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();

    @Test
    void noSecretIsPrintedWhateverGoesRightOrWrong(@TempDir Path folder) throws Exception {
        try (var cluster = new Cluster(
                folder,
                500,
                1,
                "--logging.level.root=debug",
                "--logging.level.dev.sheaf.access=trace",
                "--logging.level.dev.sheaf.storage=trace",
                "--logging.level.dev.sheaf.web=trace",
                "--sheaf.build.tries=1",
                "--sheaf.api.key-parameter=true",
                "--sheaf.api.jwt.issuer=" + TestIssuer.ONE.url(),
                "--sheaf.api.jwt.audience=" + TestIssuer.AUDIENCE,
                "--sheaf.web.oidc.issuer=" + TestIssuer.ONE.url(),
                "--sheaf.web.oidc.client-id=" + TestIssuer.CLIENT,
                "--sheaf.web.oidc.client-secret=" + TestIssuer.CLIENT_SECRET,
                "--spring.datasource.hikari.connection-timeout=500")) {
            secrets.addAll(cluster.secrets());
            secrets.add(TestIssuer.CLIENT_SECRET);
            Node node = cluster.node(1);
            build(node.as("member_a"));
            comeWithKeys(node, cluster.key("member_a"));
            comeWithTokens(node);
            signIn(node, cluster.password());
            comeFromTheIssuer(node);
            lookInside(node, cluster.key("operator"));
            missTheStore(node);
            missTheDatabase(node);
            node.terminate(Duration.ofSeconds(30));

            String log = Files.readString(node.log());
            assertThat(log).as("it logs all that it can").contains("DEBUG", "Securing GET /api/v1/exports", "WARN");
            for (String secret : secrets) {
                assertThat(secret).hasSizeGreaterThan(7);
                assertThat(log.lines().filter(line -> line.contains(secret)))
                        .as(secret)
                        .isEmpty();
                assertThat(said).doesNotContain(secret);
            }
        }
    }

    private void build(Api api) {
        JsonNode export = api.build(REPORT);
        long id = export.path("id").asLong();
        String link = export.path("download_url").asString();
        secrets.add(link.replaceFirst("^.*X-Amz-Signature=([0-9a-f]+).*$", "$1"));
        assertThat(Api.raw(HttpRequest.newBuilder(URI.create(link))).statusCode())
                .isEqualTo(200);
        api.manifest(id);
        api.list("");
        try (var events = new Events(api.request("/exports/" + id + "/events").GET())) {
            assertThat(events.next()).isNotNull();
        }
        assertThat(api.retry(id).status()).isEqualTo(409);
        assertThat(api.delete(id).status()).isEqualTo(204);
    }

    private void comeWithKeys(Node node, String key) {
        secrets.add(key.substring(6));
        Api none = new Api(node.url(), null);
        for (String sent : List.of(key, key + "x", "sheaf_" + "0".repeat(36))) {
            hear(none.request("/exports?limit=x&api_key=" + sent));
            hear(none.request("/exports?limit=x").header("X-Api-Key", sent));
            hear(none.request("/nowhere").header("X-Api-Key", sent));
        }
    }

    private void comeWithTokens(Node node) throws Exception {
        RSAKey strange = TestIssuer.newKey();
        var claims = TestIssuer.ONE.claims(MEMBER).build();
        Api none = new Api(node.url(), null);
        for (String token : List.of(
                TestIssuer.ONE.sign(claims),
                TestIssuer.ONE.sign(
                        TestIssuer.ONE.claims("nobody@sheaf.example").build()),
                TestIssuer.sign(claims, JWSAlgorithm.RS256, strange.getKeyID(), new RSASSASigner(strange)),
                "no.token.at-all-of-any-kind")) {
            secrets.add(token.substring(token.lastIndexOf('.') + 1));
            hear(none.request("/exports?limit=x").header("Authorization", "Bearer " + token));
        }
    }

    private void signIn(Node node, String password) {
        secrets.addAll(List.of(password, WRONG_PASSWORD, WELCOME));
        var browser = new Browser(node.url());
        browser.get("/welcome?token=" + WELCOME);
        said.append(browser.signIn(MEMBER, WRONG_PASSWORD).body());
        assertThat(Browser.location(browser.signIn(MEMBER, password))).endsWith("/reports");
        assertThat(browser.get("/reports").statusCode()).isEqualTo(200);
        addCookies(browser);
        secrets.add(browser.cookie("XSRF-TOKEN"));
    }

    private void comeFromTheIssuer(Node node) {
        var browser = new Browser(node.url());
        for (String with : List.of("", "x")) {
            URI authorize = URI.create(Browser.location(browser.get("/sign_in/with/company")));
            String back = TestIssuer.ONE
                    .agree(authorize, TestIssuer.ONE.claims(MEMBER))
                    .getRawQuery();
            secrets.add(back.replaceFirst("^code=([^&]+).*$", "$1"));
            said.append(browser.get("/sign_in/back?" + back + with).body());
        }
        addCookies(browser);
    }

    private void addCookies(Browser browser) {
        String session = browser.cookie("sheaf_session");
        secrets.add(session);
        secrets.add(new String(Base64.getDecoder().decode(session), StandardCharsets.UTF_8));
    }

    private void lookInside(Node node, String key) {
        for (String inside : List.of("/actuator", "/actuator/env", "/actuator/heapdump", "/metrics", "/health/ready")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url() + inside));
            hear(request.copy());
            hear(request.header("X-Api-Key", key));
        }
    }

    private void missTheStore(Node node) {
        node.store().set(Fault.REFUSE);
        JsonNode failed = node.as("member_a").build(REPORT);
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        said.append(failed);
        node.store().set(Fault.NONE);
    }

    private void missTheDatabase(Node node) {
        node.database().set(Fault.REFUSE);
        HttpResponse<String> away = Api.raw(node.as("member_a").request("/exports"));
        ErrorAnswer.check(away, 503, "UNAVAILABLE");
        said.append(away.body());
        said.append(new Browser(node.url()).get("/sign_in").body());
        node.database().set(Fault.NONE);
    }

    private void hear(HttpRequest.Builder request) {
        said.append(Api.raw(request).body());
    }
}
