package dev.sheaf.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.format.ColumnWidths;
import dev.sheaf.format.Cover;
import dev.sheaf.report.PlannedPart;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.SegmentFacts;
import dev.sheaf.rows.PartPlan;
import dev.sheaf.rows.Plan;
import dev.sheaf.rows.Rows;
import dev.sheaf.rows.Snapshot;
import dev.sheaf.storage.Bucket;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The same rows in the same parts are the same bytes, whoever wrote which part when, and how often.
class ReproducibleTest extends ServerTest {

    private static final String CLICKS = """
            {"report_type": "clicks_details_excel", "index_params": {"sort_by": "clicked_at"},
             "search_params": {"start_date": "2026-11-01", "end_date": "2026-11-14"}}
            """;
    private static final String ADVERTISERS = """
            {"report_type": "advertisers_csv", "index_params": {"sort_by": "id"}, "options": {"bom": true}}
            """;
    private static final String PACKED = """
            {"report_type": "advertisers_csv", "index_params": {"sort_by": "id"}, "options": {"compression": "gzip"}}
            """;

    @Autowired
    private Catalogue catalogue;

    @Autowired
    private Rows rows;

    @Autowired
    private Segments segments;

    @Autowired
    private Bucket bucket;

    @ParameterizedTest
    @ValueSource(strings = {CLICKS, ADVERTISERS, PACKED})
    void neitherWorkersNorRetriesNorTheOrderOfFinishingShowInTheFile(String body)
            throws IOException, InterruptedException, ExecutionException {
        ReportRequest request = request(body);
        try (Snapshot snapshot = rows.snapshot(request).orElseThrow()) {
            FileOf file = FileOf.request(request)
                    .with(new Cover(
                            "Clicks",
                            "",
                            "Ada",
                            List.of(),
                            snapshot.asOf(),
                            request.zone(),
                            List.of(),
                            request.locale()));
            Plan plan = rows.plan(snapshot, request, 400, file.format().rowsPerSheet())
                    .orElseThrow();
            assertThat(plan.parts()).hasSizeGreaterThan(5);
            List<Integer> widths = widths(file, snapshot);

            byte[] first = built("first", file, snapshot, plan, widths, 1, 1);

            assertThat(built("second", file, snapshot, plan, widths, 4, 2))
                    .as("four workers in another order, each part twice")
                    .isEqualTo(first);
            assertThat(built("third", file, snapshot, plan, widths, 2, 1)).isEqualTo(first);
        }
    }

    /// A CSV does not tell when it was made. The sorts are one that an index serves and one that none does.
    @ParameterizedTest
    @CsvSource({"id, false", "id, true", "epc, true"})
    void aReportThatIsAskedForAnewIsTheSameFileAsLongAsTheRowsAre(String sort, boolean packed) throws IOException {
        String body = """
                {"report_type": "advertisers_csv", "fresh": true, "index_params": {"sort_by": "%s"}, "options": {%s}}
                """.formatted(sort, packed ? "\"compression\": \"gzip\"" : "");
        JsonNode one = as("operator").build(body);
        JsonNode other = as("operator").build(body);
        assertThat(other.path("id")).isNotEqualTo(one.path("id"));
        assertThat(Files.readAllBytes(Api.download(other, Files.createDirectories(folder.resolve("other")))))
                .isEqualTo(Files.readAllBytes(Api.download(one, Files.createDirectories(folder.resolve("one")))));
    }

    private ReportRequest request(String body) {
        var asked = JsonMapper.shared().readValue(body, ObjectNode.class);
        return switch (catalogue.check(asked, RowScope.EVERYTHING, Standing.OPERATOR)) {
            case Checked.Valid valid -> valid.request();
            case Checked.Invalid invalid -> throw new AssertionError(invalid.violations());
        };
    }

    private List<Integer> widths(FileOf file, Snapshot snapshot) {
        var widths = ColumnWidths.of(file.columns());
        rows.first(snapshot, file.request(), FirstRows.ENOUGH, widths::row);
        return widths.widths();
    }

    /// With more than one worker the parts are written in some other order; of `tries` at a part the last one counts.
    private byte[] built(
            String name, FileOf file, Snapshot snapshot, Plan plan, List<Integer> widths, int workers, int tries)
            throws IOException, InterruptedException, ExecutionException {
        var order = new ArrayList<>(plan.parts());
        if (workers > 1) {
            Collections.shuffle(order, new Random(workers));
        }
        List<Future<PlannedPart>> written = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (PartPlan part : order) {
                written.add(pool.submit(() -> {
                    SegmentFacts segment = null;
                    for (int attempt = 0; attempt < tries; attempt++) {
                        segment = segments.store(
                                "test/reproducible-segment-" + name + "-" + part.number() + "-" + attempt,
                                file,
                                widths,
                                part.number(),
                                part.firstRow(),
                                sink -> rows.part(snapshot.id(), file.request(), part, sink));
                    }
                    return new PlannedPart(
                            new ReportId(part.number()), part, snapshot.id(), snapshot.asOf(), widths, segment);
                }));
            }
        }
        var planned = new ArrayList<PlannedPart>();
        for (Future<PlannedPart> part : written) {
            planned.add(part.get());
        }
        planned.sort((one, other) ->
                Integer.compare(one.plan().number(), other.plan().number()));
        String key = "test/reproducible-" + name;
        bucket.assemble(key, file.format().mediaType(), AssembleReport.pieces(file, planned));
        try (InputStream in = bucket.read(key)) {
            return in.readAllBytes();
        }
    }
}
