package dev.sheaf.embedded;

import dev.sheaf.storage.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/// The real PostgreSQL and S3 server that all tests of one process share; started at first use, stopped at the end.
///
/// Each call gives a database or a bucket of its own, so tests see nothing of each other.
public final class TestServers {

    /// Where PostgreSQL is unpacked once for all test runs (`sheaf.embedded.programs`).
    public static final Path PROGRAMS = Path.of("target", "postgresql");

    /// The folder of the shared servers; an application context that names it as `sheaf.data` shares them too.
    public static final Path DATA = Path.of(System.getProperty("sheaf.test.data", "target/test-data"));

    private static final String OTHER_STORE = "TEST_S3_ENDPOINT";

    /// A database that its role may do everything in.
    public record Database(String url, String user, String password) {}

    private static final class Shared {

        private static final Servers SERVERS = Servers.lease(DATA);

        static {
            forgetEarlierRuns();
            Runtime.getRuntime().addShutdownHook(new Thread(SERVERS::release));
        }
    }

    private TestServers() {}

    /// The servers are shared by nobody yet when this runs, so what is called a test's is an earlier run's.
    private static void forgetEarlierRuns() {
        try (var buckets = Files.newDirectoryStream(Files.createDirectories(DATA.resolve("objects")), "test-*")) {
            for (Path bucket : buckets) {
                FileSystemUtils.deleteRecursively(bucket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new, empty database; those of earlier runs stay until `mvn clean`.
    public static Database database() throws SQLException {
        PostgresServer postgres = Shared.SERVERS.postgres(PROGRAMS);
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = postgres.superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " owner sheaf");
        }
        return new Database(postgres.url(name), postgres.user(), postgres.password());
    }

    /// Another user of `database`, who may connect and do nothing else until somebody grants more.
    public static Database stranger(Database database) throws SQLException {
        String role = "stranger_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = Shared.SERVERS.postgres(PROGRAMS).superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute("create role " + role + " login password '" + role + "'");
        }
        return new Database(database.url(), role, role);
    }

    /// Lets every role of the server inside `data`, which runs, have its statements numbered (`compute_query_id`):
    /// those
    /// that differ only in their values have one number.
    public static void letStatementsBeNumbered(Path data) throws SQLException {
        Servers servers = Servers.lease(data);
        try (var connection = servers.postgres(PROGRAMS).superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute("grant set on parameter compute_query_id to public");
        } finally {
            servers.release();
        }
    }

    /// Ends everybody's sessions in `database`.
    public static void endSessions(Database database) throws SQLException {
        try (var connection = Shared.SERVERS.postgres(PROGRAMS).superuser("postgres");
                var statement = connection.prepareStatement("""
                        select pg_terminate_backend(pid) from pg_stat_activity where starts_with(?, datname)
                        """)) {
            statement.setString(1, database.url().substring(database.url().lastIndexOf('/') + 1));
            statement.execute();
        }
    }

    /// Ends the PostgreSQL that another process has in its data folder as a crash would, and starts it again.
    public static void crashAndRestart(Path data) {
        PostgresPrograms.unpackedIn(PROGRAMS)
                .run(
                        "pg_ctl",
                        List.of(
                                "restart",
                                "-D",
                                data.resolve("postgres").toString(),
                                "-l",
                                data.resolve("postgres.log").toString(),
                                "-m",
                                "immediate",
                                "-w"));
    }

    /// Settings of a new bucket, which is made when the bucket is opened: in the S3 server that the environment names
    /// (`TEST_S3_ENDPOINT`, `TEST_S3_ACCESS_KEY`, `TEST_S3_SECRET_KEY`), or else in the embedded one.
    public static S3Settings bucket() {
        if (System.getenv(OTHER_STORE) != null) {
            return bucket(
                    URI.create(System.getenv(OTHER_STORE)),
                    System.getenv("TEST_S3_ACCESS_KEY"),
                    System.getenv("TEST_S3_SECRET_KEY"),
                    true);
        }
        ObjectServer objects = Shared.SERVERS.objects("127.0.0.1", 0);
        return bucket(objects.endpoint(), objects.accessKey(), objects.secretKey(), false);
    }

    private static S3Settings bucket(URI endpoint, String accessKey, String secretKey, boolean compatible) {
        return new S3Settings(
                endpoint,
                null,
                "test-" + UUID.randomUUID(),
                "us-east-1",
                accessKey,
                secretKey,
                true,
                compatible,
                true,
                Duration.ofHours(1),
                Duration.ofMinutes(5));
    }

    /// What a server has to be told so that its bucket is [#bucket()].
    public static Map<String, String> settings(S3Settings bucket) {
        return Map.of(
                "sheaf.s3.endpoint", String.valueOf(bucket.endpoint()),
                "sheaf.s3.bucket", bucket.bucket(),
                "sheaf.s3.access-key", String.valueOf(bucket.accessKey()),
                "sheaf.s3.secret-key", String.valueOf(bucket.secretKey()),
                "sheaf.s3.compatible", String.valueOf(bucket.compatible()),
                "sheaf.s3.create-bucket", "true");
    }

    /// The same for a server that has a store inside unless the environment names another.
    public static Map<String, String> otherStore() {
        return System.getenv(OTHER_STORE) == null ? Map.of() : settings(bucket());
    }

    /// The same store and bucket behind another port of this machine.
    public static S3Settings at(S3Settings store, int port) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + port),
                null,
                store.bucket(),
                store.region(),
                store.accessKey(),
                store.secretKey(),
                true,
                store.compatible(),
                false,
                store.linkLifetime(),
                store.readTimeout());
    }
}
