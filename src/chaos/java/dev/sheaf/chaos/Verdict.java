package dev.sheaf.chaos;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sheaf.cli.OfflineCheck;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.storage.Bucket;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Cluster;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.Workbooks;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Whether the promise was kept: every accepted report has ended and none was made that nobody asked for, every completed
/// file holds what an independent query gives and what its manifest says, and nothing is held, or left over once the
/// sweeper has worked.
final class Verdict {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Map<String, String> QUERIES = Map.of(
            "clicks_details_excel", "clicks_details.sql",
            "deals_excel", "deals.sql",
            "hot_advertisers_excel", "hot_advertisers.sql",
            "advertisers_csv", "advertisers.sql");

    private final Cluster cluster;
    private final Set<Long> accepted;
    private final Set<Long> deleted;
    private final JdbcClient jdbc;
    private final List<String> broken = new ArrayList<>();

    Verdict(Cluster cluster, Set<Long> accepted, Set<Long> deleted) {
        this.cluster = cluster;
        this.accepted = accepted;
        this.deleted = deleted;
        this.jdbc = cluster.jdbc();
    }

    boolean holds() throws Exception {
        Instant faultless = Instant.now();
        awaitEnd();
        System.out.printf(
                "%d s after the last fault the last report has ended%n",
                Duration.between(faultless, Instant.now()).toSeconds());
        List<Long> all = ids("true");
        expectNone("accepted and then forgotten", minus(accepted, all));
        expectNone("there, and nobody was told of it", minus(all, accepted));
        expectNone("neither completed nor failed", ids("state in ('pending', 'processing')"));
        expectNone(
                "without a file, and nobody has erased it",
                minus(ids("state = 'completed' and object_key is null"), deleted));
        expectNone(
                "cancelled by nobody",
                minus(ids("state = 'failed' and error_message like 'Cancelled by %'"), deleted));
        expectNone(
                "failed by an error of the service's own, not by any of the faults",
                ids("state = 'failed' and problem ->> 'key' = 'failed.here'"));
        List<Long> files = ids("state = 'completed' and object_key is not null");
        long good = files.stream().filter(this::check).count();
        expectZero("work left", "select count(*) from sheaf.work");
        expectZero(
                "leases held", "select count(*) from sheaf.scheduled_tasks where task_name = 'work' and picked");
        expectZero("snapshots held", "select count(*) from sheaf.holders");
        expectZero("connections that hold a snapshot", """
                select count(*) from pg_stat_activity
                where application_name = 'sheaf snapshot' and datname = current_database()
                """);
        System.out.printf("%d reports accepted, %d recorded%n", accepted.size(), all.size());
        System.out.printf("%d files, %d of them equal to their query and their manifest%n", files.size(), good);
        System.out.printf("%d erased%n", ids("state = 'completed' and object_key is null").size());
        List<String> failures = jdbc.sql("""
                select id || ': ' || error_message from sheaf.reports where state = 'failed' and parent_id is null
                """).query(String.class).list();
        System.out.printf("%d failed with a reason%n", failures.size());
        failures.forEach(failure -> System.out.println("failed " + failure));
        recordedFilesAreThere();
        nothingIsLeftOver();
        broken.forEach(sentence -> System.out.println("BROKEN " + sentence));
        return broken.isEmpty();
    }

    private void awaitEnd() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)
                && jdbc.sql("""
                        select exists (select from sheaf.work)
                            or exists (select from sheaf.reports where state in ('pending', 'processing'))
                        """).query(Boolean.class).single()) {
            Thread.sleep(500);
        }
        // Holders look every second whether they are still needed.
        Thread.sleep(3_000);
    }

    private List<Long> ids(String condition) {
        return jdbc.sql("select id from sheaf.reports where parent_id is null and " + condition + " order by id")
                .query(Long.class)
                .list();
    }

    private static Set<Long> minus(Collection<Long> some, Collection<Long> others) {
        var rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private void expectNone(String what, Iterable<Long> ids) {
        ids.forEach(id -> broken.add("report " + id + " is " + what));
    }

    private void expectZero(String what, String sql) {
        long found = jdbc.sql(sql).query(Long.class).single();
        if (found != 0) {
            broken.add(what + ": " + found);
        }
    }

    private boolean check(long id) {
        try {
            Api operator = cluster.node(1).as("operator");
            JsonNode export = operator.get(id).export();
            String type = export.path("report_type").asString();
            ZoneId zone = ZoneId.of(export.at("/parameters/options/time_zone").asString("UTC"));
            Path file = Api.download(export, Files.createTempDirectory(cluster.folder(), "file"));
            String query = Objects.requireNonNull(QUERIES.get(type), type);
            if (type.endsWith("_csv")) {
                checkCsv(file, query, zone);
            } else {
                checkExcel(file, query, zone);
            }
            OfflineCheck.of(file, operator.manifest(id).body());
            Files.delete(file);
            return true;
        } catch (Exception | AssertionError e) {
            broken.add("the file of report " + id + ": " + e);
            return false;
        }
    }

    private void checkExcel(Path file, String query, ZoneId zone) throws Exception {
        try (Connection database = cluster.connection()) {
            Expected.stream(
                    database,
                    query,
                    zone,
                    expected -> Workbooks.stream(file, actual -> SameCells.check(actual, expected)));
        }
    }

    private void checkCsv(Path file, String query, ZoneId zone) throws Exception {
        List<List<String>> expected = jdbc.sql(Expected.query(query))
                .param(zone.getId())
                .query((row, _) -> texts(row, zone))
                .list();
        try (InputStream stored = Files.newInputStream(file);
                InputStream bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored;
                CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(bytes)) {
            SameCells.check(records.stream().skip(1).map(CsvRecord::getFields).toList(), expected);
        }
    }

    private static List<String> texts(ResultSet row, ZoneId zone) throws SQLException {
        var texts = new ArrayList<String>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            boolean time = row.getMetaData().getColumnTypeName(column).equals("timestamptz");
            texts.add(
                    time
                            ? text(row.getObject(column, OffsetDateTime.class), zone)
                            : Objects.requireNonNullElse(row.getString(column), ""));
        }
        return texts;
    }

    /// As the file has it: with seconds, and without zeros at the end of their fraction.
    private static String text(@Nullable OffsetDateTime time, ZoneId zone) {
        if (time == null) {
            return "";
        }
        String text = time.atZoneSameInstant(zone).toOffsetDateTime().toString();
        return text.replaceFirst("(T\\d\\d:\\d\\d)([+-]|Z)", "$1:00$2")
                .replaceFirst("(\\.\\d*?)0+([+-]|Z)", "$1$2");
    }

    private void recordedFilesAreThere() {
        List<String> named = jdbc.sql("select object_key from sheaf.reports where object_key is not null")
                .query(String.class)
                .list();
        try (Bucket bucket = cluster.bucket();
                Stream<String> files = bucket.keys(ObjectKeys.FILES)) {
            var missing = new TreeSet<>(named);
            missing.removeAll(files.toList());
            missing.forEach(key -> broken.add("the object " + key + " is recorded and not there"));
        }
    }

    /// What killed workers left behind, named by no record, goes with the sweep.
    private void nothingIsLeftOver() {
        System.out.println("left for the sweeper: " + leftOver());
        cluster.sweep();
        leftOver().forEach(what -> broken.add(what + " is left after the sweep"));
    }

    /// Segments of a failed report, and the upload that they are in, may wait for its retry.
    private List<String> leftOver() {
        Set<String> named = new TreeSet<>(jdbc.sql("""
                select object_key from sheaf.reports where object_key is not null
                union all
                select p.segment_key from sheaf.parts p join sheaf.reports r on r.id = p.parent_id
                where p.segment_key is not null and r.state = 'failed'
                union all
                select p.file_key from sheaf.plans p join sheaf.reports r on r.id = p.report_id
                where p.file_key is not null and r.state = 'failed'
                """).query(String.class).list());
        var left = new ArrayList<String>();
        try (Bucket bucket = cluster.bucket();
                Stream<String> segments = bucket.keys(ObjectKeys.SEGMENTS);
                Stream<String> files = bucket.keys(ObjectKeys.FILES)) {
            Stream.concat(segments, files)
                    .filter(key -> !named.contains(key))
                    .forEach(left::add);
            bucket.abortUploads("", keys -> {
                keys.stream().filter(key -> !named.contains(key)).forEach(key -> left.add("an upload to " + key));
                return List.of();
            });
        }
        return left;
    }
}
