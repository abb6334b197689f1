package dev.sheaf.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.report.Chart;
import dev.sheaf.report.Chart.Bar;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Rows counted on their way into a file.
class TallyTest extends ServerTest {

    @Autowired
    private Catalogue catalogue;

    @Test
    void eachChartedColumnOfTheFileIsCountedInTheOrderOfTheType() throws IOException {
        ReportRequest request = request("""
                {"report_type": "clicks_details_excel", "search_params": {%s},
                 "index_params": {"columns": ["country", "id", "advertiser", "click_date"]}}
                """.formatted(ALL_DAYS));
        var passed = new ArrayList<String>();
        var tally = new Tally(
                request, (copy, from, to) -> passed.add(new String(copy, from, to - from, StandardCharsets.UTF_8)));
        List<String> rows = List.of(
                "DE\t1\tA\\tB \\\\N\t2026-11-02",
                "\\N\t2\tÜ\t2026-11-01",
                "DE\t3\tA\\tB \\\\N\t2026-11-02",
                "\t4\tÜ\t2026-11-03",
                "DE\t5\tC\t2026-11-03");

        for (String row : rows) {
            byte[] bytes = ("…" + row + "…").getBytes(StandardCharsets.UTF_8);
            tally.row(bytes, 3, bytes.length - 3);
        }

        assertThat(passed).isEqualTo(rows);
        assertThat(tally.charts(request))
                .containsExactly(
                        new Chart(
                                "day",
                                Chart.Kind.DAY,
                                List.of(new Bar("2026-11-01", 1), new Bar("2026-11-02", 2), new Bar("2026-11-03", 2)),
                                5),
                        new Chart(
                                "advertiser",
                                Chart.Kind.OTHER,
                                List.of(new Bar("A\tB \\N", 2), new Bar("Ü", 2), new Bar("C", 1)),
                                5),
                        new Chart(
                                "country",
                                Chart.Kind.COUNTRY,
                                List.of(new Bar("DE", 3), new Bar("", 1), new Bar(null, 1)),
                                5));
    }

    @Test
    void aColumnOfTooMuchTextHasNoChart() throws IOException {
        ReportRequest request = request("""
                {"report_type": "clicks_details_excel", "search_params": {%s},
                 "index_params": {"columns": ["country", "advertiser"]}}
                """.formatted(ALL_DAYS));
        var tally = new Tally(request, (_, _, _) -> {});
        String name = "a".repeat(Tally.MOST_CHARACTERS / 4);

        for (String advertiser : List.of("b", name + "1", name + "2", name + "3", name + "4", "b")) {
            byte[] row = ("DE\t" + advertiser).getBytes(StandardCharsets.UTF_8);
            tally.row(row, 0, row.length);
        }

        assertThat(tally.charts(request))
                .containsExactly(new Chart("country", Chart.Kind.COUNTRY, List.of(new Bar("DE", 6)), 6));
    }

    private ReportRequest request(String body) {
        return switch (catalogue.check(
                (ObjectNode) JsonMapper.shared().readTree(body), RowScope.EVERYTHING, Standing.OPERATOR)) {
            case Checked.Valid(var request) -> request;
            case Checked.Invalid(var violations) -> throw new AssertionError(violations);
        };
    }
}
