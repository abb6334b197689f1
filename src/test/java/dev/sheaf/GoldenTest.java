package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// A few rows of each type as text, for people to read in a review. A wanted change is written by running the test with
/// `-Dgolden=write`.
class GoldenTest extends ServerTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    record Golden(String type, String search, String index) {

        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Golden> types() {
        return Stream.of(
                new Golden(
                        "advertisers_csv",
                        "\"vertical_id\": 17, \"status\": \"stopped,applied\"",
                        "\"sort_by\": \"id\""),
                new Golden(
                        "deals_excel",
                        "\"network_id\": 7, \"deal_type\": \"gift\", \"exclusive\": true",
                        "\"sort_by\": \"starts_at\""),
                new Golden(
                        "clicks_details_excel",
                        "\"start_date\": \"2026-11-23\", \"end_date\": \"2026-11-23\", \"converted\": true",
                        "\"sort_by\": \"sale_amount\""),
                new Golden(
                        "hot_advertisers_excel",
                        "\"as_of\": \"2026-11-24\", \"top\": 5",
                        "\"sort_by\": \"hot_score\""));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aFewRowsReadAsTheyDid(Golden golden) throws IOException {
        JsonNode export = as("operator").build("""
                {"report_type": "%s", "search_params": {%s}, "index_params": {%s},
                 "options": {"time_zone": "Europe/Berlin"}}
                """.formatted(golden.type(), golden.search(), golden.index()));
        String text = text(
                golden,
                golden.type().endsWith("_csv")
                        ? Downloaded.rows(export, folder)
                        : asExcelShowsThem(Api.download(export, folder)));
        Path file = GOLDEN.resolve(golden.type() + ".txt");
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    private static List<Map<String, String>> asExcelShowsThem(Path file) throws IOException {
        var formatter = new DataFormatter(Locale.US);
        try (var workbook = new XSSFWorkbook(Files.newInputStream(file))) {
            var rows = new ArrayList<Map<String, String>>();
            Row header = workbook.getSheetAt(0).getRow(0);
            for (Row row : workbook.getSheetAt(0)) {
                if (row.getRowNum() > 0) {
                    var shown = new LinkedHashMap<String, String>();
                    header.forEach(label -> shown.put(
                            label.getStringCellValue(),
                            formatter.formatCellValue(row.getCell(label.getColumnIndex()))));
                    rows.add(shown);
                }
            }
            return rows;
        }
    }

    private static String text(Golden golden, List<Map<String, String>> rows) {
        assertThat(rows).hasSizeBetween(3, 12);
        var text = new StringBuilder("# %s {%s} {%s}\n".formatted(golden.type(), golden.search(), golden.index()));
        for (Map<String, String> row : rows) {
            text.append('\n');
            row.forEach((label, value) -> text.append("%-24s %s"
                            .formatted(label, value.replace("\r", "\\r").replace("\n", "\\n"))
                            .stripTrailing())
                    .append('\n'));
        }
        return text.toString();
    }
}
