package dev.sheaf.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// PostgreSQL and S3, each a process of its own, on one data folder. Closing it ends both.
///
/// Where the environment names another S3 server (`TEST_S3_ENDPOINT`, `TEST_S3_ACCESS_KEY`, `TEST_S3_SECRET_KEY`, and
/// `TEST_S3_PROCESSES` with its process ids), files go there.
public final class Stage implements AutoCloseable {

    private static final @Nullable String OTHER_STORE = System.getenv("TEST_S3_ENDPOINT");

    private final Path folder;
    private final boolean temporary;
    private final Process host;
    private final Map<String, String> settings;
    private final long postmaster;

    private Stage(Path folder, boolean temporary, Process host, Map<String, String> settings, long postmaster) {
        this.folder = folder;
        this.temporary = temporary;
        this.host = host;
        this.settings = settings;
        this.postmaster = postmaster;
    }

    /// Starts both servers.
    ///
    /// @param data where data is kept; empty for a temporary folder that goes in the end
    public static Stage open(String data) throws IOException {
        Path folder = data.isEmpty()
                ? Files.createTempDirectory("sheaf-bench")
                : Files.createDirectories(Path.of(data).toAbsolutePath());
        Process host = Programs.java(
                        "256m",
                        Host.class,
                        "--sheaf.data=" + folder.resolve("data"),
                        "--sheaf.embedded.programs=" + Programs.ROOT.resolve("target/postgresql"),
                        "--logging.level.dev.sheaf=warn")
                .start();
        Programs.endWithUs(host);
        var settings = new HashMap<String, String>();
        BufferedReader out = host.inputReader();
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IllegalStateException("PostgreSQL and S3 did not start");
            }
            String[] pair = line.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        settings.put("sheaf.s3.compatible", Boolean.toString(OTHER_STORE != null));
        if (OTHER_STORE != null) {
            settings.put("sheaf.s3.endpoint", OTHER_STORE);
            settings.put("sheaf.s3.access-key", System.getenv("TEST_S3_ACCESS_KEY"));
            settings.put("sheaf.s3.secret-key", System.getenv("TEST_S3_SECRET_KEY"));
        }
        String pid = Files.readAllLines(folder.resolve("data/postgres/postmaster.pid"))
                .getFirst()
                .strip();
        return new Stage(folder, data.isEmpty(), host, settings, Long.parseLong(pid));
    }

    /// For files of the benchmark's own.
    public Path folder() {
        return folder;
    }

    public String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    /// A setting of the environment for each server under test.
    Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("SHEAF_DATABASE_URL", setting("spring.datasource.url")),
                Map.entry("SHEAF_DATABASE_USER", setting("spring.datasource.username")),
                Map.entry("SHEAF_DATABASE_PASSWORD", setting("spring.datasource.password")),
                Map.entry("SHEAF_DATABASE_OWNER", setting("spring.flyway.user")),
                Map.entry("SHEAF_DATABASE_OWNER_PASSWORD", setting("spring.flyway.password")),
                Map.entry("SHEAF_S3_ENDPOINT", setting("sheaf.s3.endpoint")),
                Map.entry("SHEAF_S3_BUCKET", setting("sheaf.s3.bucket")),
                Map.entry("SHEAF_S3_ACCESS_KEY", setting("sheaf.s3.access-key")),
                Map.entry("SHEAF_S3_SECRET_KEY", setting("sheaf.s3.secret-key")),
                Map.entry("SHEAF_S3_COMPATIBLE", setting("sheaf.s3.compatible")),
                Map.entry("SHEAF_S3_CREATE_BUCKET", "true"),
                Map.entry("SHEAF_S3_READ_TIMEOUT", "15m"),
                Map.entry("SHEAF_LIMITS_REQUESTS_PER_HOUR", "100000000"),
                Map.entry("SHEAF_LIMITS_HOUSE_REQUESTS_PER_HOUR", "100000000"),
                Map.entry(
                        "SHEAF_REPORT_TYPES",
                        Programs.ROOT.resolve("bench/report-types").toString()));
    }

    /// As the owner of the tables.
    public Connection database() throws SQLException {
        return DriverManager.getConnection(
                setting("spring.datasource.url"), setting("spring.flyway.user"), setting("spring.flyway.password"));
    }

    /// CPU seconds of PostgreSQL so far, all backends together.
    public double databaseCpu() {
        return Proc.family(postmaster);
    }

    /// CPU seconds of the S3 server so far.
    public double storeCpu() {
        return OTHER_STORE == null
                ? Proc.cpu(host.pid())
                : Pattern.compile("\\d+")
                        .matcher(System.getenv("TEST_S3_PROCESSES"))
                        .results()
                        .mapToDouble(pid -> Proc.cpu(Long.parseLong(pid.group())))
                        .sum();
    }

    /// A client of the SDK's own for the S3 server; close it.
    public S3Client store() {
        var credentials = AwsBasicCredentials.create(setting("sheaf.s3.access-key"), setting("sheaf.s3.secret-key"));
        var client = S3Client.builder()
                .endpointOverride(URI.create(setting("sheaf.s3.endpoint")))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
        if (OTHER_STORE != null) {
            client.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .addPlugin(LegacyMd5Plugin.create());
        }
        return client.build();
    }

    @Override
    public void close() {
        try {
            host.getOutputStream().close();
            host.waitFor();
            if (temporary) {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Throws away what earlier runs have stored, so that the disk does not fill.
    public void forgetFiles() throws IOException {
        if (OTHER_STORE != null) {
            String bucket = setting("sheaf.s3.bucket");
            try (S3Client store = store()) {
                store.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                        .map(S3Object::key)
                        .toList()
                        .forEach(key -> store.deleteObject(
                                delete -> delete.bucket(bucket).key(key)));
            }
            return;
        }
        for (String kind : List.of("reports", "segments")) {
            FileSystemUtils.deleteRecursively(folder.resolve("data/objects/sheaf").resolve(kind));
        }
    }
}
