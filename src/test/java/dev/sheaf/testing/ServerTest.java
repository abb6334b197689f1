package dev.sheaf.testing;

import dev.sheaf.SheafApplication;
import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.Users;
import dev.sheaf.embedded.SampleData;
import dev.sheaf.embedded.SampleUsers;
import dev.sheaf.embedded.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A test against a running server: embedded PostgreSQL and S3, the real queue, sample data that end on
/// 2026-11-23.
///
/// All such tests share one server, so each asks for reports that no other asks for, or for fresh ones.
@SpringBootTest(
        classes = SheafApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "sheaf.build.part-rows=" + ServerTest.PART_ROWS,
            "sheaf.reports.in-flight=" + ServerTest.IN_FLIGHT,
            "sheaf.events.heartbeat=200ms",
            "logging.level.dev.sheaf=warn"
        })
@Import(ServerTest.Sample.class)
public abstract class ServerTest {

    protected static final int PART_ROWS = 5_000;
    protected static final int IN_FLIGHT = 50;
    protected static final long CLICKS = 40_000;
    protected static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    /// All sample clicks; five days of them would be one task.
    protected static final String ALL_DAYS = "\"start_date\": \"2026-05-28\", \"end_date\": \"2026-11-23\"";

    @TempDir
    protected Path folder = Path.of("target");

    @LocalServerPort
    private int port;

    @Autowired
    private Passwords passwords;

    @Autowired
    private SampleKeys keys;

    @Autowired
    private Users users;

    @Autowired
    private ApiKeys apiKeys;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    private Flyway migrations;

    @DynamicPropertySource
    static void dataFolder(DynamicPropertyRegistry registry) {
        registry.add("sheaf.data", DataFolder.ONE::toString);
        TestServers.otherStore().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("sheaf.api.jwt.issuer", TestIssuer.ONE::url);
        registry.add("sheaf.api.jwt.audience", () -> TestIssuer.AUDIENCE);
        registry.add("sheaf.web.oidc.issuer", TestIssuer.ONE::url);
        registry.add("sheaf.web.oidc.client-id", () -> TestIssuer.CLIENT);
        registry.add("sheaf.web.oidc.client-secret", () -> TestIssuer.CLIENT_SECRET);
        registry.add("sheaf.embedded.programs", TestServers.PROGRAMS::toString);
    }

    /// A client with the key of one of `operator`, `admin_a`, `member_a`, `admin_b`, `member_b`, `agency`.
    protected Api as(String who) {
        return new Api(server(), Objects.requireNonNull(keys.byName.get(who), who));
    }

    /// The id of a completed report of the advertisers of `country`.
    protected static long report(People.Person person, String country) {
        return person.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"%s\"}}"
                        .formatted(country))
                .path("id")
                .asLong();
    }

    /// The role that owns the tables; the server works as another.
    protected DataSource owner() {
        return migrations.getConfiguration().getDataSource();
    }

    /// Makes callers of the test's own.
    protected People people() {
        return new People(users, apiKeys, server());
    }

    /// All tests sign in from one address, oftener than people do.
    protected void forgetSignIns() {
        jdbc.sql("delete from sheaf.sign_in_attempts where subject like 'address:%'")
                .update();
    }

    protected Browser signedIn(People.Person person) {
        forgetSignIns();
        return Browser.of(person, server(), passwords, jdbc);
    }

    protected String server() {
        return "http://127.0.0.1:" + port;
    }

    /// Keys of the sample users by their names.
    public record SampleKeys(Map<String, String> byName) {}

    /// Not annotated, so that only who imports it gets it.
    static class Sample {

        @Bean
        SampleKeys sampleKeys(SampleData data, SampleUsers users) {
            data.load(CLICKS, TODAY);
            return new SampleKeys(users.keys());
        }
    }

    private static final class DataFolder {

        static final Path ONE = create();

        private static Path create() {
            try {
                Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/servers")), "data");
                return folder.toAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
