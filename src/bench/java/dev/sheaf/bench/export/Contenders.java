package dev.sheaf.bench.export;

import dev.sheaf.bench.Proc;
import dev.sheaf.bench.Programs;
import dev.sheaf.bench.Server;
import dev.sheaf.bench.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import tools.jackson.databind.JsonNode;

/// Those who make files of the same rows, one run after the other; each leaves its file for [FileCheck].
final class Contenders {

    /// How often is looked whether a report is completed.
    static final Duration POLL = Duration.ofMillis(250);
    private static final long OURSELVES = ProcessHandle.current().pid();

    private final Stage stage;
    private final FileCheck check;
    private final String heap;
    private final long rows;
    private final int warmUps;

    Contenders(Stage stage, FileCheck check, String heap, long rows, int warmUps) {
        this.stage = stage;
        this.check = check;
        this.heap = heap;
        this.rows = rows;
        this.warmUps = warmUps;
    }

    /// `COPY … TO STDOUT (FORMAT csv)` into a file.
    Figures psql() throws IOException, InterruptedException {
        return shell("psql.csv", "psql -X -q -c \"$BENCH_COPY\" > \"$BENCH_FILE\"");
    }

    /// The same through `gzip -1`.
    Figures psqlGzip() throws IOException, InterruptedException {
        return shell("psql.csv.gz", "psql -X -q -c \"$BENCH_COPY\" | gzip -1 > \"$BENCH_FILE\"");
    }

    /// The shell waits for its programs, so their CPU is ours to see in the end; their memory is small and not.
    private Figures shell(String name, String command) throws IOException, InterruptedException {
        Path file = stage.folder().resolve(name);
        var builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", command).inheritIO();
        builder.environment().putAll(connection());
        builder.environment().put("BENCH_COPY", "copy (" + Clicks.sql(rows) + ") to stdout (format csv, header)");
        builder.environment().put("BENCH_FILE", file.toString());
        double before = Proc.endedChildren(OURSELVES);
        var gauge = new Gauge(stage);
        int code = builder.start().waitFor();
        Figures figures = gauge.read(Proc.endedChildren(OURSELVES) - before, 0, Files.size(file));
        if (code != 0) {
            throw new IllegalStateException(command + " ended with " + code);
        }
        check.file(name, file, rows);
        return figures;
    }

    /// A server just started, then the same server again after its warm-ups.
    List<Figures> sheaf(String type, String options, String extension, String key) throws IOException, InterruptedException {
        var runs = new ArrayList<Figures>();
        try (Server server = Server.start(stage, heap)) {
            for (int run = 0; run <= warmUps; run++) {
                double before = Proc.cpu(server.pid());
                var gauge = new Gauge(stage);
                JsonNode report = server.build(key, Clicks.request(type, options, "clicked_at", rows), POLL);
                runs.add(gauge.read(server.pid(), before, report));
                Path file = stage.folder().resolve("sheaf" + extension);
                server.download(report, file);
                check.file("sheaf" + extension, file, rows);
                // The others write over their file of the run before.
                stage.forgetFiles();
            }
        }
        return runs;
    }

    /// One of the libraries of [JdbcExport]: a process from its start, then the same process again.
    List<Figures> jdbc(String library, String heap, String extension, long rows, int times)
            throws IOException, InterruptedException {
        Path file = stage.folder().resolve(library + extension);
        ProcessBuilder builder = Programs.java(heap, JdbcExport.class, library, Long.toString(rows));
        builder.environment().putAll(connection());
        builder.environment().put("BENCH_URL", stage.setting("spring.datasource.url"));
        builder.environment().put("BENCH_FILE", file.toString());
        var runs = new ArrayList<Figures>();
        var gauge = new Gauge(stage);
        Process process = builder.start();
        Programs.endWithUs(process);
        try (var out = process.inputReader();
                var in = process.outputWriter()) {
            double before = 0;
            for (int run = 0; run < times; run++) {
                if (run > 0) {
                    before = Proc.cpu(process.pid());
                    gauge = new Gauge(stage);
                    in.write('\n');
                    in.flush();
                }
                if (!"done".equals(out.readLine())) {
                    throw new IllegalStateException(library + " failed");
                }
                runs.add(gauge.read(process.pid(), before, Files.size(file)));
            }
        }
        process.waitFor();
        check.file(library, file, rows);
        return runs;
    }

    /// The AWS SDK puts a file that is there already, in one request.
    Figures upload(String name) throws IOException {
        Path file = stage.folder().resolve(name);
        try (S3Client s3 = stage.store()) {
            var put = PutObjectRequest.builder()
                    .bucket(stage.setting("sheaf.s3.bucket"))
                    .key("bench")
                    .build();
            s3.putObject(put, RequestBody.fromString("The first request loads the classes."));
            double before = Proc.cpu(OURSELVES);
            var gauge = new Gauge(stage);
            s3.putObject(put, RequestBody.fromFile(file));
            Figures figures = gauge.read(OURSELVES, before, Files.size(file));
            s3.deleteObject(delete -> delete.bucket(put.bucket()).key(put.key()));
            return figures;
        }
    }

    /// As libpq reads it.
    private Map<String, String> connection() {
        URI url = URI.create(stage.setting("spring.datasource.url").substring("jdbc:".length()));
        return Map.of(
                "PGHOST", url.getHost(),
                "PGPORT", Integer.toString(url.getPort()),
                "PGDATABASE", url.getPath().substring(1),
                "PGUSER", stage.setting("spring.datasource.username"),
                "PGPASSWORD", stage.setting("spring.datasource.password"),
                "PGSSLMODE", "disable");
    }
}
