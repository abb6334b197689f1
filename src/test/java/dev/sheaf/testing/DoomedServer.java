package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Bucket;
import dev.sheaf.testing.points.ChangePoints;
import dev.sheaf.testing.points.Points;
import dev.sheaf.testing.points.StorePoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContextInitializer;
import tools.jackson.databind.JsonNode;

/// A server in a process of its own that dies at any named point of a build or a call, and is started again to finish
/// it.
public final class DoomedServer implements AutoCloseable {

    /// The calls that change a report.
    public enum Call {
        REQUEST,
        CANCEL,
        ERASE,
        RETRY
    }

    /// The ways that a build can go.
    public enum Way {
        /// One task, one request that stores its file.
        SMALL("\"most\": 100", "id"),
        /// One task, and a file that goes to the store in parts.
        SINGLE("\"most\": 590", "id"),
        /// Four parts under one snapshot, and a file that the store joins.
        RANGED("\"most\": 2000", "id"),
        /// One read, cut as it flows.
        STREAMED("\"most\": 2000", "word"),
        /// The database cannot do what it is asked.
        FAILING("\"most\": 100, \"by\": 0", "id");

        private final String filter;
        private final String sort;

        Way(String filter, String sort) {
            this.filter = filter;
            this.sort = sort;
        }
    }

    private static final String TYPE = """
            name: words
            display_name: Words
            format: csv
            filename: words
            from: public.words w
            key: w.id
            scope: everyone
            part_rows: 600
            columns:
              id:   {label: id, type: id, sql: w.id}
              word: {label: word, type: text, sql: w.word}
            filters:
              most: {type: integer, sql: "w.id <= :most"}
              by:   {type: integer, sql: "w.id % :by = 0"}
            sorts:
              id:   {sql: w.id, sql_type: bigint}
              word: {sql: w.word, sql_type: text, nullable: false}
            """;

    private final Path folder;
    private final Cluster cluster;
    private final Api operator;
    private int asked;

    public DoomedServer(Path folder) throws IOException, SQLException {
        this.folder = folder;
        Path types = Files.createDirectories(folder.resolve("types"));
        Files.writeString(types.resolve("words.yaml"), TYPE);
        this.cluster = new Cluster(
                folder,
                List.of(classPath()),
                """
                create table public.words (id bigint primary key, word text not null);
                insert into public.words
                select i, md5(i::text) || repeat(md5(i::text || '!'), 299) from generate_series(1, 2000) i;
                analyze public.words
                """,
                1_000,
                1,
                "--sheaf.report-types=" + types,
                "--sheaf.queue.workers=1",
                "--sheaf.queue.heartbeat=500ms",
                "--sheaf.queue.poll=200ms");
        this.operator = cluster.node(1).as("operator").withItsOwnDescription();
    }

    /// A folder of what makes a server pass points, and of what makes it find that.
    private Path classPath() throws IOException {
        Path made = folder.resolve("points");
        Path classes = Files.createDirectories(
                made.resolve(Points.class.getPackageName().replace('.', '/')));
        for (Class<?> one : List.of(Points.class, ChangePoints.class, StorePoints.class)) {
            copy(one, classes);
        }
        write(
                made.resolve("META-INF/spring.factories"),
                ApplicationContextInitializer.class.getName() + "=" + ChangePoints.class.getName());
        write(made.resolve("software/amazon/awssdk/services/s3/execution.interceptors"), StorePoints.class.getName());
        return made;
    }

    /// With the classes within it.
    private static void copy(Class<?> one, Path folder) throws IOException {
        Path compiled =
                Path.of("target", "test-classes").resolve(one.getPackageName().replace('.', '/'));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(compiled, one.getSimpleName() + "*.class")) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text + "\n");
    }

    /// The points that a build passes on its way, in the order in which it comes to each first.
    public List<String> points(Way way) throws Exception {
        Path passed = cluster.node(1).folder().resolve(Points.PASSED);
        Files.writeString(passed, "");
        check(ask(way), way);
        List<String> points = Files.readAllLines(passed).stream()
                .filter(point -> !point.contains("RequestReport"))
                .distinct()
                .toList();
        Files.delete(passed);
        return points;
    }

    /// Has the server die at a point of a build, and at a further one of its next life if there is one, and checks that
    /// the report ends as it should when another has begun where it ended.
    public void dieAt(Way way, String... points) throws Exception {
        alive();
        doom(points[0]);
        long id = askTheDying(way);
        awaitDeath();
        for (String point : List.of(points).subList(1, points.length)) {
            doom(point);
            cluster.node(1).start();
            awaitDeath();
        }
        alive();
        check(id, way);
    }

    /// The build may have come to its point, and the server to its end, before the answer was sent.
    private long askTheDying(Way way) {
        long before = newest();
        try {
            return ask(way);
        } catch (UncheckedIOException e) {
            assertThat(newest()).isGreaterThan(before);
            return newest();
        }
    }

    private long newest() {
        return cluster.jdbc()
                .sql("select coalesce(max(id), 0) from sheaf.reports where parent_id is null")
                .query(Long.class)
                .single();
    }

    /// Has the server die at `point` of a call, which the caller then repeats, and checks what it comes to.
    public void dieAt(Call call, String point) throws Exception {
        alive();
        switch (call) {
            case REQUEST -> dieInRequest(point);
            case CANCEL -> dieInCancel(point);
            case ERASE -> dieInErase(point);
            case RETRY -> dieInRetry(point);
        }
    }

    private void dieInRequest(String point) throws Exception {
        long before = reports();
        String body = body(Way.SMALL);
        UnaryOperator<HttpRequest.Builder> post = request -> request.header("Content-Type", "application/json")
                .header("Idempotency-Key", point)
                .POST(BodyPublishers.ofString(body));
        doom(point);
        dieIn(() -> operator.send("/exports", post.apply(operator.request("/exports"))));
        alive();
        Answer again = operator.send("/exports", post.apply(operator.request("/exports")));
        assertThat(again.status()).as("%s", again.body()).isIn(200, 202);
        check(again.export().path("id").asLong(), Way.SMALL);
        assertThat(reports()).isEqualTo(before + 1);
    }

    private long reports() {
        return cluster.jdbc()
                .sql("select count(*) from sheaf.reports where parent_id is null")
                .query(Long.class)
                .single();
    }

    /// If it has died before the cancellation counted, the build may be faster than the second call, which then erases.
    private void dieInCancel(String point) throws Exception {
        long id;
        try (var _ = new HeldTable(cluster.dataSource(), "public.words")) {
            id = ask(Way.SMALL);
            doom(point);
            dieIn(() -> operator.delete(id));
        }
        alive();
        assertThat(operator.delete(id).status()).isEqualTo(204);
        JsonNode export = operator.get(id).export();
        if (point.startsWith("after") || export.path("status").asString().equals("failed")) {
            assertThat(export.path("error_message").asString()).startsWith("Cancelled by");
        }
        nothingIsLeft(id);
    }

    private void dieInErase(String point) throws Exception {
        long id = ask(Way.SMALL);
        check(id, Way.SMALL);
        doom(point);
        dieIn(() -> operator.delete(id));
        alive();
        assertThat(operator.delete(id).status()).isEqualTo(204);
        assertThat(operator.get(id).export().path("download_url").isNull()).isTrue();
        assertThat(operator.manifest(id).status()).isEqualTo(404);
        nothingIsLeft(id);
    }

    private void dieInRetry(String point) throws Exception {
        long id = ask(Way.FAILING);
        check(id, Way.FAILING);
        doom(point);
        dieIn(() -> operator.retry(id));
        alive();
        operator.awaitEnd(id);
        assertThat(operator.retry(id).status()).isEqualTo(202);
        check(id, Way.FAILING);
    }

    /// Nobody answers a call in which the server dies, unless it was on its way already.
    private void dieIn(Runnable call) throws Exception {
        try {
            call.run();
        } catch (UncheckedIOException e) {
            // As expected.
        }
        awaitDeath();
    }

    private void alive() throws Exception {
        Node node = cluster.node(1);
        if (!node.running()) {
            node.start();
            node.awaitReady();
        }
    }

    private void doom(String point) throws IOException {
        Files.writeString(cluster.node(1).folder().resolve(Points.DIE_AT), point);
    }

    private void awaitDeath() throws Exception {
        Node node = cluster.node(1);
        assertThat(node.awaitEnd(Duration.ofMinutes(2)))
                .as("it died at the point")
                .hasValue(Points.DEAD);
        Files.delete(node.folder().resolve(Points.DIE_AT));
    }

    private long ask(Way way) {
        Answer answer = operator.create(body(way));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        return answer.export().path("id").asLong();
    }

    /// Never twice the same.
    private String body(Way way) {
        return """
                {"report_type": "words", "fresh": true, "search_params": {%s},
                 "index_params": {"sort_by": "%s"}, "options": {"time_zone": "Etc/GMT-%d"}}
                """.formatted(way.filter, way.sort, asked++ % 14);
    }

    private void check(long id, Way way) throws Exception {
        JsonNode export = operator.awaitEnd(id);
        if (way == Way.FAILING) {
            assertThat(export.path("error_message").asString()).contains("reading its rows failed");
            nothingIsLeft(id);
            return;
        }
        assertThat(export.path("status").asString()).as("%s", export).isEqualTo("completed");
        Path file = Api.download(export, folder);
        List<List<String>> expected = cluster.jdbc()
                .sql("select id, word from public.words w where id <= :most order by " + way.sort)
                .param("most", Integer.valueOf(way.filter.replaceAll("\\D", "")))
                .query((row, _) -> List.of(row.getString(1), row.getString(2)))
                .list();
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file)) {
            SameCells.check(records.stream().skip(1).map(CsvRecord::getFields).toList(), expected);
        }
        Files.delete(file);
        nothingIsLeft(id);
    }

    /// As soon as the sweeper, which works now and then, has worked.
    private void nothingIsLeft(long id) {
        for (String held : List.of("work", "holders")) {
            assertThat(cluster.jdbc()
                            .sql("select count(*) from sheaf." + held)
                            .query(Long.class)
                            .single())
                    .as(held)
                    .isZero();
        }
        List<String> file = cluster.jdbc()
                .sql("select object_key from sheaf.reports where id = :id and object_key is not null")
                .param("id", id)
                .query(String.class)
                .list();
        var report = new ReportId(id);
        try (Bucket bucket = cluster.bucket()) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                cluster.sweep();
                assertThat(keys(bucket, ObjectKeys.segments(report))).isEmpty();
                assertThat(keys(bucket, ObjectKeys.files(report))).isEqualTo(file);
                assertThat(unfinished(bucket)).isEmpty();
            });
        }
    }

    private static List<String> keys(Bucket bucket, String prefix) {
        try (Stream<String> keys = bucket.keys(prefix)) {
            return keys.toList();
        }
    }

    private static List<String> unfinished(Bucket bucket) {
        var found = new ArrayList<String>();
        bucket.abortUploads("", keys -> {
            found.addAll(keys);
            return List.of();
        });
        return found;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
