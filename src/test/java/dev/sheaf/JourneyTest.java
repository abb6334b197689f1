package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Read this first: what a user does, from asking to the file, over HTTP against a real server.
class JourneyTest extends ServerTest {

    @Test
    void aLargeExcelReportIsBuiltInPartsAndHoldsExactlyTheRowsOfTheDatabase() throws IOException {
        Api api = as("operator");

        // Ask.
        Answer asked = api.create("""
                {"report_type": "clicks_details_excel", "search_params": {%s},
                 "options": {"time_zone": "America/New_York"}}
                """.formatted("\"start_date\": \"2026-05-27\", \"end_date\": \"2026-11-23\""));
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.at("/export/status").asString()).isEqualTo("pending");
        assertThat(asked.header("Location"))
                .isEqualTo(asked.at("/export/status_url").asString());

        // Poll.
        JsonNode done = api.awaitEnd(asked.at("/export/id").asLong());
        assertThat(done.path("status").asString()).as("%s", done).isEqualTo("completed");
        assertThat(done.path("chunked_export").asBoolean()).isTrue();
        assertThat(done.at("/progress/total_parts").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(done.at("/progress/parts_ready")).isEqualTo(done.at("/progress/total_parts"));
        assertThat(done.path("rows_written").asLong()).isEqualTo(CLICKS);

        // Download.
        Path file = Api.download(done, folder);
        assertThat(file.getFileName().toString()).matches("clicks-details-\\d{4}-\\d\\d-\\d\\d-\\d{4}\\.xlsx");
        assertThat(file).hasSize(done.path("size_bytes").asLong());

        // Every cell equals what an independent query gives, in order.
        ZoneId zone = ZoneId.of("America/New_York");
        SameCells.check(Workbooks.rows(file), expected("clicks_details.sql", zone));
        assertThat(Workbooks.header(file))
                .hasSize(26)
                .startsWith("ID", "Clicked at", "Click date")
                .endsWith("Converted at");
    }

    @Test
    void aSmallCsvReportIsBuiltInOneTaskAndHoldsExactlyTheRowsOfTheDatabase() throws IOException {
        Api api = as("operator");

        JsonNode done = api.build("""
                {"report_type": "advertisers_csv", "search_params": {"status": "stopped,rejected"},
                 "index_params": {"sort_by": "id", "columns": ["id", "name", "description", "epc", "countries"]}}
                """);

        assertThat(done.path("chunked_export").asBoolean()).isFalse();
        assertThat(done.path("progress").isNull()).isTrue();
        Path file = Api.download(done, folder);
        assertThat(file.getFileName().toString()).matches("advertisers-\\d{4}-\\d\\d-\\d\\d-\\d{4}\\.csv");
        List<List<String>> expected = jdbc.sql("""
                select id, name, description, epc, array_to_string(countries, ',')
                from affiliate.advertisers where program_status in ('stopped', 'rejected') order by id
                """)
                .query((row, _) -> List.of(
                        row.getString(1),
                        guarded(row.getString(2)),
                        guarded(row.getString(3)),
                        Objects.requireNonNullElse(row.getString(4), ""),
                        Objects.requireNonNullElse(row.getString(5), "")))
                .list();
        assertThat(expected).hasSizeGreaterThan(100);
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file, StandardCharsets.UTF_8)) {
            List<List<String>> actual =
                    records.stream().map(CsvRecord::getFields).toList();
            assertThat(actual.getFirst()).containsExactly("id", "name", "description", "epc", "countries");
            assertThat(actual.subList(1, actual.size())).isEqualTo(expected);
        }
    }

    @Test
    void dealsOpenInExcelWithTypedCells() throws IOException {
        JsonNode done = as("operator").build("""
                {"report_type": "deals_excel", "search_params": {"status": ["paused"]},
                 "index_params": {"sort_by": "ends_at", "sort_order": "desc",
                                  "columns": "id,title,discount_value,starts_at,exclusive,country"}}
                """);

        try (var workbook = new XSSFWorkbook(Api.download(done, folder).toFile())) {
            XSSFSheet sheet = workbook.getSheet("Deals");
            assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
            assertThat(workbook.getFontAt(
                                    sheet.getRow(0).getCell(0).getCellStyle().getFontIndex())
                            .getBold())
                    .isTrue();
            assertThat(sheet.getTables().getFirst().getCTTable().getAutoFilter().getRef())
                    .startsWith("A1:F");
            List<List<@Nullable Object>> expected = jdbc.sql("""
                    select id::text, title, discount_value, starts_at, exclusive, country
                    from affiliate.deals where status = 'paused' order by ends_at desc nulls last, deals.id desc
                    """)
                    .query((row, _) -> Expected.cells(row, ZoneId.of("UTC")))
                    .list();
            assertThat(expected).hasSizeGreaterThan(100);
            var actual = new ArrayList<List<@Nullable Object>>();
            for (int row = 1; row <= sheet.getLastRowNum(); row++) {
                actual.add(cells(sheet.getRow(row), 6));
            }
            SameCells.check(actual, expected);
            Cell started = sheet.getRow(1).getCell(3);
            assertThat(DateUtil.isCellDateFormatted(started)).isTrue();
        } catch (InvalidFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static List<@Nullable Object> cells(Row row, int columns) {
        var cells = new ArrayList<@Nullable Object>();
        for (int column = 0; column < columns; column++) {
            Cell cell = row.getCell(column, Row.MissingCellPolicy.RETURN_BLANK_AS_NULL);
            cells.add(
                    cell == null
                            ? null
                            : switch (cell.getCellType()) {
                                case STRING -> cell.getStringCellValue();
                                case BOOLEAN -> cell.getBooleanCellValue();
                                case NUMERIC -> BigDecimal.valueOf(cell.getNumericCellValue());
                                default -> throw new AssertionError(cell.getCellType());
                            });
        }
        return cells;
    }

    /// Text that a spreadsheet would take for a formula has an apostrophe in front.
    private static String guarded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        boolean formula = text.matches("(?s)[=+\\-@\\t\\r\\n＝＋－＠].*") && !text.matches("[+-]\\d+(\\.\\d+)?%?");
        return formula ? "'" + text : text;
    }

    private List<List<@Nullable Object>> expected(String query, ZoneId zone) throws IOException {
        return jdbc.sql(Expected.query(query))
                .param(zone.getId())
                .query((row, _) -> Expected.cells(row, zone))
                .list();
    }
}
