package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.MissingTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.TestIssuer;
import dev.sheaf.testing.Wire;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/// What opens something is never repeated: not in the log, not in an error, not in what objects print.
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest extends ServerTest {

    @Autowired
    private ConfigurableApplicationContext context;

    @Value("${sheaf.s3.secret-key}")
    private String bucketSecret;

    @Value("${spring.datasource.password}")
    private String databasePassword;

    @Test
    void noSecretIsRepeatedWhateverGoesRightOrWrong(CapturedOutput log) {
        Person member = people().member(1);
        String key = member.key();
        String token = TestIssuer.ONE.sign(
                TestIssuer.ONE.claims("nobody@people.example").build());
        var export = member.api().build("{\"report_type\": \"deals_excel\"}");
        String signature =
                export.path("download_url").asString().replaceFirst("^.*X-Amz-Signature=([0-9a-f]+).*$", "$1");
        assertThat(signature).matches("[0-9a-f]{64}");

        var said = new StringBuilder();
        Api none = new Api(server(), null);
        said.append(body(Api.raw(none.request("/exports?api_key=" + key).GET())));
        said.append(body(
                Api.raw(none.request("/exports").header("X-Api-Key", key + "x").GET())));
        said.append(body(Api.raw(none.request("/exports")
                .header("Authorization", "Bearer " + token)
                .GET())));
        said.append(
                body(Api.raw(none.request("/" + key).header("X-Api-Key", key).GET())));
        said.append(Wire.send(server(), "GET /api/v1/%zz HTTP/1.1\nHost: localhost\nX-Api-Key: " + key)
                .body());
        try (MissingTable _ = new MissingTable(owner(), "reports")) {
            said.append(
                    body(Api.raw(member.api().request("/exports?api_key=" + key).GET())));
        }
        try (MissingTable _ = new MissingTable(owner(), "api_keys")) {
            said.append(
                    body(Api.raw(member.api().request("/exports?api_key=" + key).GET())));
        }

        assertThat(log.getAll()).as("something was logged").contains("does not exist");
        for (String secret : new String[] {key, key.substring(6), token, signature, bucketSecret, databasePassword}) {
            assertThat(log.getAll()).doesNotContain(secret);
            assertThat(said).doesNotContain(secret);
        }
    }

    /// Whatever is printed of what the server is made of, as debuggers and careless log lines do.
    @Test
    void noSecretStandsInWhatAnObjectPrintsOfItself() {
        List<String> printed = Arrays.stream(context.getBeanDefinitionNames())
                .map(this::printed)
                .toList();
        assertThat(printed).anyMatch(text -> text.startsWith("S3Settings[")).anyMatch(text -> text.contains("Oidc["));
        for (String secret : List.of(bucketSecret, databasePassword, TestIssuer.CLIENT_SECRET)) {
            assertThat(printed).noneMatch(text -> text.contains(secret));
        }
    }

    private String printed(String bean) {
        try {
            return String.valueOf(context.getBean(bean));
        } catch (BeansException e) {
            return ""; // One of a scope that is not now.
        }
    }

    private static String body(HttpResponse<String> answer) {
        return answer.body();
    }
}
