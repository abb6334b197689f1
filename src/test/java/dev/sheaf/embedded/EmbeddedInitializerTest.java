package dev.sheaf.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.storage.Bucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a Spring Boot application gets with no settings, with some, and with bad ones.
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedInitializerTest {

    @TempDir
    private Path data;

    @Test
    void withoutSettingsThereIsADatabaseAndABucketUntilTheContextIsClosed() {
        try (var context = run(Map.of())) {
            assertThat(context.getBean(JdbcClient.class)
                            .sql("select current_user")
                            .query(String.class)
                            .single())
                    .isEqualTo("sheaf_app");
            Bucket bucket = context.getBean(Bucket.class);
            try (var upload = bucket.upload("a", "text/plain")) {
                upload.finish();
            }
            assertThat(bucket.size("a")).contains(0L);
            assertThat(data.resolve("postgres/postmaster.pid")).exists();
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
        assertThat(LastWords.heard).isEqualTo(1);
    }

    @Test
    void aDatabaseAndABucketOfOnesOwnAreUsedInstead() throws Exception {
        var database = TestServers.database();
        var bucket = TestServers.bucket();
        var environment = Map.<String, Object>of(
                "SHEAF_DATABASE_URL", database.url().replace("jdbc:postgresql:", "postgres:"),
                "SHEAF_DATABASE_USER", database.user(),
                "SHEAF_DATABASE_PASSWORD", database.password(),
                "SHEAF_S3_ENDPOINT", String.valueOf(bucket.endpoint()),
                "SHEAF_S3_PUBLIC_ENDPOINT", "https://files.example.com",
                "SHEAF_S3_BUCKET", bucket.bucket(),
                "SHEAF_S3_ACCESS_KEY", String.valueOf(bucket.accessKey()),
                "SHEAF_S3_SECRET_KEY", String.valueOf(bucket.secretKey()),
                "SHEAF_S3_CREATE_BUCKET", "true",
                "SHEAF_S3_LINK_LIFETIME", "10m");
        try (var context = run(environment)) {
            assertThat(context.getBean(JdbcClient.class)
                            .sql("select current_database()")
                            .query(String.class)
                            .single())
                    .startsWith("test_");
            var link = context.getBean(Bucket.class)
                    .link("a", "a", "text/plain", Duration.ofHours(1))
                    .orElseThrow();
            assertThat(link.url()).startsWith("https://files.example.com/" + bucket.bucket() + "/a?");
            assertThat(link.expiresInSeconds()).isEqualTo(600);
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aDatabaseOfAnotherKindIsRefusedInOneSentence(CapturedOutput output) {
        assertThatThrownBy(() -> run(Map.of("SHEAF_DATABASE_URL", "mysql://u:secret@h/d")))
                .isInstanceOf(CannotStart.class);
        assertThat(output).contains("sheaf.database.url must begin with").doesNotContain("secret", "\tat ");
    }

    @Test
    void aPortThatIsNoneIsRefusedInOneSentence(CapturedOutput output) {
        assertThatThrownBy(() -> run(Map.of("SHEAF_EMBEDDED_S3_PORT", "http"))).isInstanceOf(CannotStart.class);
        assertThat(output)
                .contains("sheaf.embedded.s3-port is \"http\", which is not a number.")
                .doesNotContain("\tat ");
    }

    @Test
    void halfOfTheS3KeysIsRefusedInOneSentence(CapturedOutput output) throws Exception {
        var database = TestServers.database();
        var environment = Map.<String, Object>of(
                "SHEAF_DATABASE_URL", database.url(),
                "SHEAF_DATABASE_USER", database.user(),
                "SHEAF_DATABASE_PASSWORD", database.password(),
                "SHEAF_S3_ENDPOINT", "http://127.0.0.1:1",
                "SHEAF_S3_ACCESS_KEY", "key");
        assertThatThrownBy(() -> run(environment))
                .hasRootCauseMessage(
                        "sheaf.s3.access-key and sheaf.s3.secret-key belong together, but only sheaf.s3.access-key is set.");
        assertThat(output)
                .contains("Sheaf cannot start: sheaf.s3.access-key and sheaf.s3.secret-key belong together")
                .doesNotContain("\tat ");
    }

    @Test
    void anS3ServerThatDoesNotAnswerIsSaidInOneSentence(CapturedOutput output) throws Exception {
        var database = TestServers.database();
        var environment = Map.<String, Object>of(
                "SHEAF_DATABASE_URL",
                database.url(),
                "SHEAF_DATABASE_USER",
                database.user(),
                "SHEAF_DATABASE_PASSWORD",
                database.password(),
                "SHEAF_S3_ENDPOINT",
                "http://127.0.0.1:1",
                "SHEAF_S3_ACCESS_KEY",
                "key",
                "SHEAF_S3_SECRET_KEY",
                "hush");
        assertThatThrownBy(() -> run(environment)).isInstanceOf(Exception.class);
        assertThat(output)
                .contains("Sheaf cannot start: Nothing answers S3 requests at sheaf.s3.endpoint http://127.0.0.1:1.")
                .doesNotContain("hush", "\tat ");
    }

    private ConfigurableApplicationContext run(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "test",
                        Map.of(
                                "sheaf.data", data.toString(),
                                "sheaf.embedded.programs", TestServers.PROGRAMS.toString())));
        return new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .web(WebApplicationType.NONE)
                .run();
    }

    @SpringBootConfiguration
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class
    })
    @ComponentScan("dev.sheaf.storage")
    static class Application {

        @Bean
        LastWords lastWords(JdbcClient database) {
            return new LastWords(database);
        }
    }

    /// A bean that needs the database until its very end.
    record LastWords(JdbcClient database) implements AutoCloseable {

        private static int heard;

        @Override
        public void close() {
            heard = database.sql("select 1").query(Integer.class).single();
        }
    }
}
