package dev.sheaf.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/// PostgreSQL and S3, each a process of its own, on one data folder. Closing it ends both.
public final class Stage implements AutoCloseable {

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
        return Proc.cpu(host.pid());
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
        for (String kind : List.of("reports", "segments")) {
            FileSystemUtils.deleteRecursively(folder.resolve("data/objects/sheaf").resolve(kind));
        }
    }
}
