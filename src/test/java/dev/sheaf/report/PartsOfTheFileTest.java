package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.OpenUpload;
import dev.sheaf.storage.PartNumbers;
import dev.sheaf.storage.Slot;
import dev.sheaf.storage.Upload;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.FaultProxy;
import dev.sheaf.testing.FaultProxy.Fault;
import dev.sheaf.testing.OwnServer;
import dev.sheaf.testing.SameCells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// Large segments are written into the upload that becomes the file, and whatever happens to them on the way, the file
/// holds the rows. The server's workers rest, and the test does their work in the order in which it wants it done.
class PartsOfTheFileTest {

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
            sorts:
              id: {sql: w.id, sql_type: bigint}
            """;

    /// Rows of 9,600 bytes, whose parts nobody counts out.
    private static final String FREE = """
            name: free
            display_name: Free
            format: csv
            filename: free
            from: public.numbers n
            key: n.id
            scope: everyone
            columns:
              id:   {label: id, type: id, sql: n.id}
              word: {label: word, type: text, sql: "repeat(md5(n.id::text), 300)"}
            filters:
              most: {type: integer, sql: "n.id <= :most"}
            sorts:
              id:    {sql: n.id, sql_type: bigint}
              mixed: {sql: md5(n.id::text), sql_type: text, nullable: false}
            """;

    @TempDir
    private Path folder = Path.of("target");

    private FaultProxy store;
    private OwnServer server;
    private ByHand work;
    private Bucket bucket;
    private Api operator;

    @BeforeEach
    void start() throws Exception {
        Database database = TestServers.database();
        JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        jdbc.sql("create table public.words (id bigint primary key, word text not null)")
                .update();
        jdbc.sql("""
                insert into public.words
                select i, md5(i::text) || repeat(md5(i::text || '!'), 299) from generate_series(1, 2000) i
                """).update();
        jdbc.sql("create table public.numbers (id bigint primary key)").update();
        jdbc.sql("insert into public.numbers select generate_series(1, 8000)").update();
        jdbc.sql("analyze public.words, public.numbers").update();
        Path types = Files.createDirectory(folder.resolve("types"));
        Files.writeString(types.resolve("words.yaml"), TYPE);
        Files.writeString(types.resolve("free.yaml"), FREE);
        store = new FaultProxy(
                Objects.requireNonNull(TestServers.bucket().endpoint()).getPort());
        server = OwnServer.start(
                database,
                Map.of(
                        "sheaf.s3.endpoint",
                        "http://127.0.0.1:" + store.port(),
                        "sheaf.report-types",
                        types.toString(),
                        "sheaf.build.part-rows",
                        "100",
                        "sheaf.queue.enabled",
                        "false"));
        work = new ByHand(server);
        bucket = server.bean(Bucket.class);
        operator = server.people().operator().api().withItsOwnDescription();
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    @Test
    void largeSegmentsAreNeverObjectsAndTheLastShortOneIsOne() throws IOException {
        long id = planned(2000);
        readParts(4);

        assertThat(places(id)).containsExactly("in the file", "in the file", "in the file", "apart");
        assertThat(keys(ObjectKeys.SEGMENTS)).hasSize(1);

        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 1);
        assertThat(objectKey(id)).isEqualTo(recorded(id).key());
    }

    /// Whoever has begun under the numbers of a part may still be writing.
    @Test
    void aPartThatIsReadAgainLiesApart() throws IOException {
        long id = planned(2000);
        work.handle(WorkKind.PART);
        Work given = work.take(WorkKind.PART).orElseThrow();
        server.bean(Parts.class).takeShare(given);
        work.handle(given);
        readParts(2);

        assertThat(places(id)).containsExactly("in the file", "apart", "in the file", "apart");

        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 1);
        assertThat(objectKey(id)).isEqualTo(recorded(id).key());
    }

    /// S3 takes nothing short but at the end, so the store joins the file out of what it has.
    @Test
    void aShortSegmentAmongLargeOnesIsJoinedIntoAnotherObject() throws IOException {
        server.jdbc()
                .sql("update public.words set word = 'short' where id between 601 and 1150")
                .update();
        long id = planned(2000);
        readParts(4);
        assertThat(places(id)).containsExactly("in the file", "apart", "in the file", "apart");

        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 1);
        assertThat(objectKey(id)).isNotEqualTo(recorded(id).key());
    }

    @Test
    void aFileUnderSixteenMebibytesStillHasItsDigest() throws IOException {
        long id = planned(1500);
        readParts(3);
        assertThat(places(id)).containsExactly("in the file", "in the file", "apart");

        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 1);
        assertThat(operator.manifest(id).at("/manifest/sha256").asString()).hasSize(64);
    }

    /// As by a rule of the bucket that ends uploads after some days.
    @Test
    void aReportWhoseUploadIsGoneIsPlannedAnew() throws IOException {
        long id = planned(2000);
        readParts(4);
        FileUpload upload = recorded(id);
        bucket.abort(new OpenUpload(upload.key(), upload.id()));

        work.handle(WorkKind.ASSEMBLY);
        plannedAnewAndCompleted(id);
    }

    @Test
    void aReportWhoseUploadGoesWhileItsPartsAreReadIsPlannedAnew() throws IOException {
        long id = planned(2000);
        readParts(1);

        store.set(Fault.UPLOADS_GONE);
        work.handle(WorkKind.PART);
        store.set(Fault.NONE);

        plannedAnewAndCompleted(id);
    }

    /// What it has begun may have been swept away meanwhile.
    @Test
    void aWorkerThatWasTakenForDeadBeginsNoUploadForTheOthers() throws IOException {
        long id = planned(2000);
        Work late = work.take(WorkKind.PART).orElseThrow();
        server.jdbc()
                .sql("update sheaf.work set lease = nextval('sheaf.lease_tokens') where lease = ?")
                .param(late.lease())
                .update();

        assertThatThrownBy(() -> server.bean(Parts.class).agree(late, new FileUpload("reports/late", "late")))
                .isInstanceOf(LeaseLost.class);

        server.jdbc()
                .sql("update sheaf.work set lease = null, ticket = null where id = ?")
                .param(late.id())
                .update();
        readParts(4);
        work.handle(WorkKind.ASSEMBLY);
        completedBy(id, 1);
    }

    /// The completion names the parts by their ETags: without that, the file would hold other bytes.
    @Test
    void aPartThatIsNotTheOneThatWasWrittenHasTheReportPlannedAnew() throws IOException {
        long id = planned(2000);
        readParts(4);
        FileUpload recorded = recorded(id);
        var slot = new Slot(
                new OpenUpload(recorded.key(), recorded.id()),
                PartNumbers.share(2, 4).orElseThrow());
        try (Upload late = bucket.upload("segments/late", "text/csv", () -> Optional.of(slot))) {
            late.write(new byte[6 << 20]);
            late.finish();
        }

        work.handle(WorkKind.ASSEMBLY);
        work.handle(WorkKind.PLAN);
        readParts(4);
        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 2);
    }

    /// It has completed the upload, and finds that it was taken for dead.
    @Test
    void anAssemblyThatIsRepeatedFindsTheFileMade() throws IOException {
        long id = planned(2000);
        readParts(4);
        server.jdbc().sql("""
                create function public.keep() returns trigger language plpgsql as 'begin return null; end'
                """).update();
        server.jdbc().sql("""
                create trigger held_by_another before delete on sheaf.work
                for each row when (old.kind = 'assembly') execute function public.keep()
                """).update();
        work.handle(WorkKind.ASSEMBLY);
        assertThat(operator.get(id).export().path("status").asString()).isEqualTo("processing");
        assertThat(bucket.size(recorded(id).key())).isPresent();

        server.jdbc().sql("drop trigger held_by_another on sheaf.work").update();
        server.jdbc().sql("update sheaf.work set lease = null, ticket = null").update();
        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 1);
    }

    /// A worker that was given up together with its plan must not find its way into the upload of the next.
    @Test
    void aPartOfAPlanThatWasGivenUpFindsNoPlace() throws IOException {
        long id = planned(2000);
        Work old = work.take(WorkKind.PART).orElseThrow();
        server.bean(Builds.class).planAnew(old, 9);
        work.handle(WorkKind.PLAN);
        readParts(4);

        Parts parts = server.bean(Parts.class);
        assertThatThrownBy(() -> parts.takeShare(old)).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> parts.agree(old, new FileUpload("reports/old", "old")))
                .isInstanceOf(LeaseLost.class);
        work.handle(old);
        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 2);
    }

    /// A node that looks for snapshots to hold may have looked before the last part was read.
    @Test
    void nobodyIsRecordedAsAHolderOnceAllPartsAreRead() {
        var report = new ReportId(planned(2000));
        Holders holders = server.bean(Holders.class);
        readParts(3);
        String snapshot = holders.snapshots(report).getFirst();
        assertThat(holders.add(report, snapshot, snapshot)).isTrue();
        assertThat(holders.add(report, "given up", "late")).isFalse();
        readParts(1);
        assertThat(holders.add(report, snapshot, "late")).isFalse();
        assertThat(holders.snapshots(report)).isEmpty();
    }

    @Test
    void whatACancelledReportHasWrittenIsThrownAway() {
        long id = planned(2000);
        readParts(2);
        assertThat(unfinished()).containsExactly(recorded(id).key());
        sweep();
        assertThat(unfinished()).containsExactly(recorded(id).key());

        operator.delete(id);

        sweptDownTo();
    }

    @Test
    void aPlanCutsLongerPartsWhereThatMakesSegmentsLongEnoughAndLeavesPartsForAllWorkers() {
        List<PlannedPart> large = server.bean(Parts.class).of(new ReportId(planned("free", 8000)));
        assertThat(large).hasSizeBetween(8, 20);
        assertThat(large.subList(0, large.size() - 1))
                .allMatch(part -> part.plan().rows() * 9_600 > 5 << 20);

        List<PlannedPart> small = server.bean(Parts.class).of(new ReportId(planned("free", 3000)));
        assertThat(small).hasSize(30).allMatch(part -> part.plan().rows() == 100);
    }

    /// Its rows are read in one go, by which parts were begun before.
    @Test
    void aReportWhoseRowsAreGoneWhenTheyAreReadAgainIsEmpty() {
        long id = operator.create("{\"report_type\": \"free\", \"index_params\": {\"sort_by\": \"mixed\"}}")
                .export()
                .path("id")
                .asLong();
        work.handle(WorkKind.WHOLE);
        Work read = work.take(WorkKind.PART).orElseThrow();
        server.bean(Streams.class).begun(read, List.of(1, 1), 80, List.of());
        server.jdbc().sql("truncate public.numbers").update();

        work.handle(read);

        JsonNode export = operator.get(id).export();
        assertThat(export.path("status").asString()).as("%s", export).isEqualTo("completed");
        assertThat(export.path("rows_written").asLong()).isZero();
        assertThat(export.path("chunked_export").asBoolean()).isFalse();
    }

    private long planned(int most) {
        return planned("words", most);
    }

    private long planned(String type, int most) {
        long id = operator.create("{\"report_type\": \"%s\", \"search_params\": {\"most\": %d}}".formatted(type, most))
                .export()
                .path("id")
                .asLong();
        work.plan(id);
        return id;
    }

    private void plannedAnewAndCompleted(long id) throws IOException {
        assertThat(operator.get(id).export().path("status").asString()).isEqualTo("processing");
        work.handle(WorkKind.PLAN);
        readParts(4);
        work.handle(WorkKind.ASSEMBLY);

        completedBy(id, 2);
    }

    private void readParts(int parts) {
        for (int i = 0; i < parts; i++) {
            work.handle(WorkKind.PART);
        }
    }

    private void completedBy(long id, int plans) throws IOException {
        JsonNode export = operator.get(id).export();
        assertThat(export.path("status").asString()).as("%s", export).isEqualTo("completed");
        JsonNode manifest = operator.manifest(id).at("/manifest");
        assertThat(manifest.at("/plan/plans").asInt()).isEqualTo(plans);
        int rows = export.path("rows_written").asInt();
        List<List<String>> expected = server.jdbc()
                .sql("select id, word from public.words where id <= ? order by id")
                .param(rows)
                .query((row, _) -> List.of(row.getString(1), row.getString(2)))
                .list();
        Path file = Api.download(export, folder);
        assertThat(manifest.path("size_bytes").asLong()).isEqualTo(Files.size(file));
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file)) {
            SameCells.check(records.stream().skip(1).map(CsvRecord::getFields).toList(), expected);
        }
        sweptDownTo(objectKey(id));
    }

    private List<String> places(long id) {
        return server.bean(Parts.class).of(new ReportId(id)).stream()
                .map(part -> part.segment() == null
                        ? "nowhere"
                        : switch (part.segment().place()) {
                            case SegmentFacts.Place.Apart _ -> "apart";
                            case SegmentFacts.Place.InFile _ -> "in the file";
                        })
                .toList();
    }

    private FileUpload recorded(long id) {
        return server.bean(Parts.class).upload(new ReportId(id)).orElseThrow();
    }

    private String objectKey(long id) {
        return server.jdbc()
                .sql("select object_key from sheaf.reports where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private List<String> keys(String prefix) {
        try (Stream<String> keys = bucket.keys(prefix)) {
            return keys.toList();
        }
    }

    private List<String> unfinished() {
        var found = new ArrayList<String>();
        bucket.abortUploads("", keys -> {
            found.addAll(keys);
            return List.of();
        });
        return found;
    }

    /// What a report has left is swept in the background too. While the store throws an upload away for one sweep, it
    /// still lists it, but knows of none for the other.
    private void sweptDownTo(String... left) {
        await().untilAsserted(() -> {
            sweep();
            assertThat(Stream.of(ObjectKeys.FILES, ObjectKeys.SEGMENTS).flatMap(prefix -> keys(prefix).stream()))
                    .containsExactly(left);
            assertThat(unfinished()).isEmpty();
        });
    }

    private void sweep() {
        server.beans(RecurringWork.class)
                .filter(recurring -> recurring.name().equals("sweep"))
                .forEach(recurring -> recurring.action().run());
    }
}
