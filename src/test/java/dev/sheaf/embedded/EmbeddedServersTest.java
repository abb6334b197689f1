package dev.sheaf.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.S3Settings;
import dev.sheaf.storage.StorageFailure;
import dev.sheaf.storage.Upload;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded servers through everything that may happen to the process that holds them.
class EmbeddedServersTest {

    /// For tests that need a folder of which nothing is there yet, or that spoil it.
    @TempDir
    private Path fresh;

    /// For all others: every test leaves it with its servers stopped.
    @TempDir
    private static Path data;

    @Test
    void rowsObjectsAndLinksSurviveAKilledProcess() throws Exception {
        String link;
        try (ServingProcess process = ServingProcess.start(fresh)) {
            link = process.say("link");
            process.kill();
        }
        ProcessHandle orphan = postmaster(fresh).orElseThrow();
        Path folder = fresh.toRealPath().resolve("postgres");
        assertThat(Orphan.serves(orphan, folder)).isTrue();
        Servers servers = Servers.lease(fresh);
        try {
            PostgresServer postgres = servers.postgres(TestServers.PROGRAMS);
            servers.objects("127.0.0.1", 0);
            assertThat(Orphan.serves(orphan, folder)).isFalse();
            assertThat(number(postgres, "select count(*) from kept")).isEqualTo(1);
            assertThat(get(link)).isEqualTo("kept");
        } finally {
            servers.release();
        }
        assertThat(postmaster(fresh)).isEmpty();
    }

    @Test
    void aProcessThatIsAskedToEndStopsItsServers() throws Exception {
        try (ServingProcess process = ServingProcess.start(data)) {
            process.say("link");
            ProcessHandle postgres = postmaster(data).orElseThrow();
            process.end();
            assertThat(Orphan.serves(postgres, data.toRealPath().resolve("postgres")))
                    .isFalse();
        }
        assertThat(postmaster(data)).isEmpty();
    }

    @Test
    void aSecondProcessOnTheSameFolderIsRefused() throws Exception {
        Servers servers = Servers.lease(data);
        try (ServingProcess process = ServingProcess.start(data)) {
            assertThat(process.say("refused"))
                    .isEqualTo("The data folder " + data.toRealPath() + " is in use by another running Sheaf; "
                            + "stop that one or set SHEAF_DATA to another folder.");
        } finally {
            servers.release();
        }
    }

    @Test
    void theDatabaseIsSafeAndTheApplicationIsNoSuperuser() throws Exception {
        Servers servers = Servers.lease(data);
        try {
            PostgresServer postgres = servers.postgres(TestServers.PROGRAMS);
            assertThat(text(postgres, "select rolsuper::text from pg_roles where rolname = current_user"))
                    .isEqualTo("false");
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
                assertThat(text(postgres, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(text(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(text(postgres, "show server_encoding")).isEqualTo("UTF8");
            assertThat(text(postgres, "show TimeZone")).isNotBlank();
            assertThat(text(postgres, "select lower('Ü')")).isEqualTo("ü");
            assertThat(text(postgres, "select datlocale from pg_database where datname = current_database()"))
                    .isEqualTo("C.UTF-8");
            for (String user : List.of("postgres", "sheaf")) {
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), user, "wrong"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        } finally {
            servers.release();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("embedded.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aStrangerWhoGotTheOldServersProcessIdIsLeftAlone() throws Exception {
        Servers first = Servers.lease(data);
        first.postgres(TestServers.PROGRAMS);
        List<String> pidFile = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
        first.release();
        Process stranger = new ProcessBuilder("cat").start();
        try {
            pidFile.set(0, Long.toString(stranger.pid()));
            Files.write(data.resolve("postgres/postmaster.pid"), pidFile);
            Servers second = Servers.lease(data);
            try {
                assertThat(number(second.postgres(TestServers.PROGRAMS), "select 1"))
                        .isEqualTo(1);
                assertThat(stranger.isAlive()).isTrue();
            } finally {
                second.release();
            }
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void onlyAServerOfThisVeryFolderIsTakenForAnOrphan() throws Exception {
        Servers servers = Servers.lease(data);
        try {
            servers.postgres(TestServers.PROGRAMS);
            ProcessHandle postgres = postmaster(data).orElseThrow();
            Path folder = data.toRealPath().resolve("postgres");
            assertThat(Orphan.serves(postgres, folder)).isTrue();
            assertThat(Orphan.serves(postgres, folder.resolveSibling("postgres2")))
                    .isFalse();
            assertThat(Orphan.serves(postgres, data.toRealPath())).isFalse();
            assertThat(Orphan.serves(ProcessHandle.current(), folder)).isFalse();
        } finally {
            servers.release();
        }
    }

    @Test
    void anUploadThatLostItsServerIsNeverFinishedWithAHoleInIt() {
        Servers servers = Servers.lease(data);
        ObjectServer objects = servers.objects("127.0.0.1", 0);
        var settings = new S3Settings(
                objects.endpoint(),
                null,
                "sheaf",
                "us-east-1",
                objects.accessKey(),
                objects.secretKey(),
                true,
                false,
                true,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
        try (Bucket bucket = Bucket.open(settings)) {
            try (Upload upload = bucket.upload("holed", "text/csv")) {
                upload.write(new byte[9 << 20]);
                servers.release();
                assertThatThrownBy(() -> upload.write(new byte[9 << 20]))
                        .isInstanceOfSatisfying(
                                StorageFailure.class,
                                e -> assertThat(e.retryable()).isTrue());
                servers = Servers.lease(data);
                servers.objects("127.0.0.1", 0);
                assertThatThrownBy(upload::finish).isInstanceOf(IllegalStateException.class);
            }
            assertThat(bucket.size("holed")).isEmpty();
            assertThat(bucket.abortUploads("", keys -> keys)).isZero();
        } finally {
            servers.release();
        }
    }

    @Test
    void aTakenPortIsReplacedByAnother() throws Exception {
        Servers first = Servers.lease(data);
        int port = first.objects("127.0.0.1", 0).endpoint().getPort();
        first.release();
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Servers second = Servers.lease(data);
            int other = second.objects("127.0.0.1", 0).endpoint().getPort();
            second.release();
            assertThat(other).isNotEqualTo(port).isPositive();
        }
    }

    @Test
    void aPortThatWasDemandedIsNotReplaced() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Servers servers = Servers.lease(data);
            try {
                assertThatThrownBy(() -> servers.objects("127.0.0.1", taken.getLocalPort()))
                        .isInstanceOf(CannotStart.class)
                        .hasMessageContaining("the port is taken");
            } finally {
                servers.release();
            }
        }
    }

    @Test
    void aDatabaseWhosePasswordIsLostIsRefused() throws Exception {
        Servers first = Servers.lease(fresh);
        first.postgres(TestServers.PROGRAMS);
        first.release();
        Files.delete(fresh.resolve("embedded.properties"));
        Servers second = Servers.lease(fresh);
        try {
            assertThatThrownBy(() -> second.postgres(TestServers.PROGRAMS))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("embedded.properties");
        } finally {
            second.release();
        }
    }

    @Test
    void leasesOfOneFolderShareTheServersUntilTheLastIsReleased() throws Exception {
        Servers first = Servers.lease(data);
        Servers second = Servers.lease(data.resolve("../" + data.getFileName()));
        assertThat(second).isSameAs(first);
        PostgresServer postgres = first.postgres(TestServers.PROGRAMS);
        first.release();
        assertThat(number(postgres, "select 1")).isEqualTo(1);
        second.release();
        assertThat(postmaster(data)).isEmpty();
    }

    private Optional<ProcessHandle> postmaster(Path data) throws Exception {
        Path pidFile = data.resolve("postgres/postmaster.pid");
        return Files.exists(pidFile)
                ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                : Optional.empty();
    }

    private static int number(PostgresServer postgres, String query) throws SQLException {
        return Integer.parseInt(text(postgres, query));
    }

    private static String text(PostgresServer postgres, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String get(String url) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var response =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }
}
