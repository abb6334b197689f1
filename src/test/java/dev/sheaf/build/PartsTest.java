package dev.sheaf.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.format.ColumnWidths;
import dev.sheaf.report.PlannedPart;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.rows.PartPlan;
import dev.sheaf.rows.Plan;
import dev.sheaf.rows.RowSink;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.Snapshot;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.OpenUpload;
import dev.sheaf.storage.PartNumbers;
import dev.sheaf.storage.Piece;
import dev.sheaf.storage.S3Settings;
import dev.sheaf.storage.Slot;
import dev.sheaf.testing.FaultProxy;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// However the rows are cut, the file holds the same cells.
class PartsTest extends ServerTest {

    @Autowired
    private Catalogue catalogue;

    @Autowired
    private Rows rows;

    @Autowired
    private Bucket bucket;

    @Autowired
    private Segments segments;

    @Test
    void oneThreeAndSeventeenPartsGiveTheSameCellsAndSoundFiles() throws IOException, InterruptedException {
        ReportRequest request = clicks("clicked_at", "desc");
        long total = clicksOfNovember();

        List<List<@Nullable Object>> one = cells(request, 1, total);

        assertThat(one).hasSize((int) total);
        assertThat(cells(request, 3, ceiling(total, 3))).isEqualTo(one);
        assertThat(cells(request, 17, ceiling(total, 17))).isEqualTo(one);
    }

    /// Sorts with many ties, with nulls, and on expressions; up and down; parts that end on the very last row.
    @ParameterizedTest
    @CsvSource({
        "clicked_at, asc",
        "id, asc",
        "id, desc",
        "advertiser, asc",
        "advertiser, desc",
        "commission_amount, asc",
        "commission_amount, desc",
        "sale_amount, desc"
    })
    void plannedPartsAreDisjointOrderedAndComplete(String sort, String order) {
        ReportRequest request = clicks(sort, order);
        long total = clicksOfNovember();
        List<String> whole = new ArrayList<>();
        rows.all(request, total, into(whole));

        for (long partRows : List.of(total, total - 1, ceiling(total, 2), 700L, 333L)) {
            try (Snapshot snapshot = rows.snapshot(request).orElseThrow()) {
                Plan plan = rows.plan(snapshot, request, partRows, 1_000).orElseThrow();
                var read = new ArrayList<String>();
                for (PartPlan part : plan.parts()) {
                    long sent = rows.part(snapshot.id(), request, part, into(read));
                    assertThat(sent).isEqualTo(part.rows()).isLessThanOrEqualTo(Math.min(partRows, 1_000));
                    assertThat(part.firstRow() + part.rows()).isLessThanOrEqualTo(1_000);
                }
                assertThat(plan.rows()).isEqualTo(total);
                assertThat(read).isEqualTo(whole);
            }
        }
    }

    @Test
    void rowsThatComeAfterThePlanAreNotInTheParts() {
        ReportRequest request = clicks("id", "asc");
        long total = clicksOfNovember();
        long lastId = jdbc.sql("select max(id) from affiliate.clicks")
                .query(Long.class)
                .single();
        try (Snapshot snapshot = rows.snapshot(request).orElseThrow()) {
            Plan plan = rows.plan(snapshot, request, 500, 1_000_000).orElseThrow();
            jdbc.sql("""
                    insert into affiliate.clicks (id, clicked_at, advertiser_id, publisher_id, landing_url)
                    select id + ?, clicked_at, advertiser_id, publisher_id, 'https://late.example/'
                    from affiliate.clicks where clicked_at >= '2026-11-05T00:00Z'
                    """).param(lastId).update();

            var read = new ArrayList<String>();
            for (PartPlan part : plan.parts()) {
                rows.part(snapshot.id(), request, part, into(read));
            }

            assertThat(read).hasSize((int) total).noneMatch(row -> row.contains("https://late.example/"));
            assertThat(clicksOfNovember()).isGreaterThan(total);
        } finally {
            jdbc.sql("delete from affiliate.clicks where id > ?").param(lastId).update();
        }
    }

    @Test
    void aSegmentWithoutTheRowsThatWereReadIsNotHandedOn() {
        FileOf file = FileOf.request(clicks("id", "asc"));
        List<Integer> widths = ColumnWidths.of(file.columns()).widths();
        assertThatThrownBy(() -> segments.store("test/short", file, widths, 1, 0, _ -> 1))
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining("expected 1, found 0");
    }

    @Test
    void segmentsThatAnOlderVersionStoredWithoutTheHeadAreJoinedToo() throws IOException, InterruptedException {
        ReportRequest request = clicks("clicked_at", "desc");
        long total = clicksOfNovember();

        assertThat(cells(request, 3, ceiling(total, 3), false)).isEqualTo(cells(request, 1, total));
    }

    @Test
    void aSegmentBehindAnotherHeadIsNotHandedOn() {
        FileOf file = urls();
        PlannedPart part = made(1, 1, file, segments, 1, Optional.empty());
        SegmentFacts facts = Objects.requireNonNull(part.segment());
        var other = new SegmentFacts(
                facts.place(),
                facts.rows(),
                facts.rawBytes(),
                facts.storedBytes(),
                facts.crc32(),
                facts.storedCrc32(),
                facts.sha256(),
                facts.altered(),
                17L);
        List<PlannedPart> parts = List.of(new PlannedPart(part.id(), part.plan(), null, null, part.widths(), other));

        assertThatThrownBy(() -> AssembleReport.pieces(file, parts))
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining("found 17");
    }

    @ParameterizedTest
    @CsvSource({"1, false, 1048576", "2, false, 6291456", "1, true, 1048576", "2, true, 6291456"})
    void ofALargeFileOnlyTheTailAndTheChangesOfSheetPassThroughUs(int sheets, boolean inFile, long most)
            throws IOException, InterruptedException {
        FileOf file = urls();
        S3Settings store = TestServers.bucket();
        try (Bucket direct = Bucket.open(store);
                var proxy =
                        new FaultProxy(Objects.requireNonNull(store.endpoint()).getPort());
                Bucket counted = Bucket.open(TestServers.at(store, proxy.port()))) {
            var stored = new Segments(direct);
            OpenUpload upload = direct.begin("test/large.xlsx", file.format().mediaType());
            List<PlannedPart> parts = IntStream.rangeClosed(1, 3)
                    .mapToObj(number -> {
                        int sheet = number == 3 ? sheets : 1;
                        Optional<Slot> slot = inFile && sheet == 1
                                ? PartNumbers.share(number, 3).map(own -> new Slot(upload, own))
                                : Optional.empty();
                        return made(number, sheet, file, stored, 60_000, slot);
                    })
                    .toList();
            long sentBefore = proxy.sent();
            long receivedBefore = proxy.received();

            List<Piece> pieces = AssembleReport.pieces(file, parts);
            if (inFile) {
                counted.complete(upload, "test/other", file.format().mediaType(), pieces);
            } else {
                counted.assemble("test/large.xlsx", file.format().mediaType(), pieces);
            }

            assertThat(proxy.sent() - sentBefore).as("sent").isBetween(1L, most);
            assertThat(proxy.received() - receivedBefore).as("received").isBetween(1L, most);
            Path saved = folder.resolve("large-" + sheets + "-" + inFile + ".xlsx");
            try (InputStream in = direct.read("test/large.xlsx")) {
                Files.copy(in, saved);
            }
            assertThat(Files.size(saved)).isGreaterThan(20L << 20);
            assertThat(unzipTest(saved)).as("unzip -t").isZero();
        }
    }

    /// A file of one column.
    private FileOf urls() {
        return FileOf.request(clicks("id", "asc", ", \"columns\": [\"landing_url\"]"));
    }

    /// A part of that file with rows that hardly pack.
    private static PlannedPart made(int number, int sheet, FileOf file, Segments into, int rows, Optional<Slot> slot) {
        List<Integer> widths = ColumnWidths.of(file.columns()).widths();
        byte[] row = "-".repeat(400).getBytes(StandardCharsets.US_ASCII);
        var random = new SplittableRandom(number);
        long firstRow = sheet == 1 ? (number - 1L) * rows : 0;
        Segments.Reading reading = sink -> {
            for (int written = 0; written < rows; written++) {
                for (int at = 0; at < row.length; at++) {
                    row[at] = (byte) random.nextInt('a', 'z');
                }
                sink.row(row, 0, row.length);
            }
            return rows;
        };
        SegmentFacts segment = into.store("test/made-" + number, file, widths, number, firstRow, reading, () -> slot);
        var plan = new PartPlan(number, sheet, firstRow, rows, null);
        return new PlannedPart(new ReportId(number), plan, null, null, widths, segment);
    }

    private static RowSink into(List<String> rows) {
        return (copy, from, to) -> rows.add(new String(copy, from, to - from, StandardCharsets.UTF_8));
    }

    private List<List<@Nullable Object>> cells(ReportRequest request, int parts, long partRows)
            throws IOException, InterruptedException {
        return cells(request, parts, partRows, true);
    }

    /// The segment that is said to be the first of its file has the head in front.
    private List<List<@Nullable Object>> cells(ReportRequest request, int parts, long partRows, boolean head)
            throws IOException, InterruptedException {
        FileOf file = FileOf.request(request);
        var planned = new ArrayList<PlannedPart>();
        try (Snapshot snapshot = rows.snapshot(request).orElseThrow()) {
            Plan plan = rows.plan(snapshot, request, partRows, file.format().rowsPerSheet())
                    .orElseThrow();
            assertThat(plan.parts()).hasSize(parts);
            var widths = ColumnWidths.of(file.columns());
            rows.first(snapshot, request, FirstRows.ENOUGH, widths::row);
            for (PartPlan part : plan.parts()) {
                SegmentFacts segment = segments.store(
                        "test/segment-" + parts + "-" + part.number(),
                        file,
                        widths.widths(),
                        head ? part.number() : part.number() + 1,
                        part.firstRow(),
                        sink -> rows.part(snapshot.id(), request, part, sink));
                planned.add(new PlannedPart(
                        new ReportId(part.number()), part, snapshot.id(), snapshot.asOf(), widths.widths(), segment));
            }
        }
        String key = "test/" + parts + "-" + head + ".xlsx";
        bucket.assemble(key, file.format().mediaType(), AssembleReport.pieces(file, planned));
        Path saved = folder.resolve(parts + "-" + head + ".xlsx");
        try (InputStream in = bucket.read(key)) {
            Files.copy(in, saved);
        }
        assertThat(unzipTest(saved)).as("unzip -t").isZero();
        return Workbooks.rows(saved);
    }

    private static int unzipTest(Path file) throws IOException, InterruptedException {
        return new ProcessBuilder("unzip", "-tqq", file.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private ReportRequest clicks(String sort, String order) {
        return clicks(sort, order, "");
    }

    private ReportRequest clicks(String sort, String order, String more) {
        ObjectNode body = JsonMapper.shared().readValue("""
                {"report_type": "clicks_details_excel",
                 "search_params": {"start_date": "2026-11-01", "end_date": "2026-11-10"},
                 "index_params": {"sort_by": "%s", "sort_order": "%s"%s}}
                """.formatted(sort, order, more), ObjectNode.class);
        return switch (catalogue.check(body, RowScope.EVERYTHING, Standing.OPERATOR)) {
            case Checked.Valid valid -> valid.request();
            case Checked.Invalid invalid -> throw new AssertionError(invalid.violations());
        };
    }

    private long clicksOfNovember() {
        return jdbc.sql("""
                select count(*) from affiliate.clicks
                where clicked_at >= '2026-11-01T00:00Z' and clicked_at < '2026-11-11T00:00Z'
                """).query(Long.class).single();
    }

    private static long ceiling(long total, int parts) {
        return (total + parts - 1) / parts;
    }
}
