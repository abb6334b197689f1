package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a file tells of itself: who asked for what, when, and what became of the cells. Also of a file without rows.
class AboutSheetTest extends ServerTest {

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    @ParameterizedTest
    @CsvSource({"2026-11-01, false", "2026-05-28, true"})
    void whoAskedForWhatWhenAndWhatBecameOfIt(String start, boolean inParts)
            throws IOException, InvalidFormatException {
        JsonNode done = as("operator").build("""
                {"report_type": "clicks_details_excel", "options": {"time_zone": "America/St_Johns"},
                 "search_params": {"start_date": "%s", "end_date": "2026-11-22", "converted": false,
                                   "device": "mobile,desktop"},
                 "index_params": {"columns": ["id", "sub_id", "clicked_at"]}}
                """.formatted(start));
        assertThat(done.path("chunked_export").asBoolean()).isEqualTo(inParts);
        JsonNode manifest = as("operator").manifest(done.path("id").asLong()).at("/manifest");
        Instant asOf = Instant.parse(manifest.path("as_of").asString());
        assertThat(asOf)
                .isBetween(
                        Instant.parse(done.path("created_at").asString()),
                        Instant.parse(done.path("completed_at").asString()));

        try (var workbook = new XSSFWorkbook(Api.download(done, folder).toFile())) {
            Map<String, String> about = told(workbook.getSheet("About"));
            assertThat(about)
                    .containsKey("Clicks details")
                    .containsEntry("Requested by", "Olga Operator")
                    .containsEntry("Times in", "America/St_Johns")
                    .containsEntry("Start date", start)
                    .containsEntry("End date", "2026-11-22")
                    .containsEntry("Converted", "no")
                    .containsEntry("Device", "desktop, mobile")
                    .containsEntry("Rows", done.path("rows_written").asString());
            OffsetDateTime shown = OffsetDateTime.parse(about.getOrDefault("Data as of", ""), SHOWN);
            assertThat(shown.toInstant()).isEqualTo(asOf.truncatedTo(ChronoUnit.SECONDS));
            assertThat(shown.getOffset().toString()).isEqualTo("-03:30");
            JsonNode altered = manifest.path("altered_cells");
            assertThat(altered.path("sub_id").asLong()).isEqualTo(suspects(start));
            if (altered.has("sub_id")) {
                assertThat(about)
                        .containsEntry("Sub ID", altered.path("sub_id").asString())
                        .hasEntrySatisfying(
                                "Cells altered",
                                why -> assertThat(why).startsWith("kept from being read as a formula"));
            } else {
                assertThat(about).containsEntry("Cells altered", "none").doesNotContainKey("Sub ID");
            }

            var properties = workbook.getProperties().getCoreProperties();
            assertThat(properties.getTitle()).isEqualTo("Clicks details");
            assertThat(properties.getCreator()).isEqualTo("Olga Operator");
            assertThat(properties.getCreated().toInstant()).isEqualTo(asOf.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    deals_excel           | "search": "no deal is called so"                                             | "category"
                    hot_advertisers_excel | "min_clicks": 2000000000                                                     | "network", "country"
                    clicks_details_excel  | "start_date": "2026-11-01", "end_date": "2026-11-02", "sub_id": "nobody's" | "day", "advertiser"
                    """)
    void aWorkbookWithoutRowsIsAGoodWorkbook(String type, String search, String facets)
            throws IOException, InvalidFormatException {
        JsonNode done = as("operator").build("""
                {"report_type": "%s", "search_params": {%s}, "index_params": {"facets": [%s]}}
                """.formatted(type, search, facets));

        assertThat(done.path("rows_written").asLong()).isZero();
        try (var workbook = new XSSFWorkbook(Api.download(done, folder).toFile())) {
            Sheet sheet = workbook.getSheetAt(0);
            assertThat(sheet.getRow(0).getPhysicalNumberOfCells()).isGreaterThan(20);
            assertThat(told(workbook.getSheet("About"))).containsEntry("Rows", "0");
            assertThat(workbook.getNumberOfSheets()).isEqualTo(2 + facets.split(",").length);
            Sheet facet = workbook.getSheetAt(1);
            assertThat(facet.getLastRowNum()).as("header and totals").isEqualTo(1);
            assertThat(facet.getRow(1).getCell(0).getStringCellValue()).isEqualTo("Total");
            assertThat(facet.getRow(1).getCell(1).getNumericCellValue()).isZero();
        }
    }

    @Test
    void aCsvWithoutRowsIsItsHeader() throws IOException {
        String body = """
                {"report_type": "advertisers_csv", "search_params": {"search": "no advertiser is called so"},
                 "index_params": {"columns": "id,name"}, "options": {%s}}
                """;
        JsonNode plain = as("operator").build(body.formatted(""));
        assertThat(Api.download(plain, folder)).hasContent("id,name\r\n");
        assertThat(Downloaded.rows(plain, folder)).isEmpty();
        Path packed = Api.download(as("operator").build(body.formatted("\"compression\": \"gzip\"")), folder);
        try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(in.readAllBytes()).asString().isEqualTo("id,name\r\n");
        }
    }

    /// How many of the clicks asked for have a sub_id that begins like a formula and is no number.
    private long suspects(String start) {
        return jdbc.sql("""
                select count(*) from affiliate.clicks c
                where c.clicked_at >= :start::date::timestamp at time zone 'America/St_Johns'
                  and c.clicked_at < '2026-11-23'::timestamp at time zone 'America/St_Johns'
                  and c.device in ('mobile', 'desktop')
                  and not exists (select from affiliate.transactions t where t.click_id = c.id)
                  and c.sub_id ~ '^[-+=@\t\r\n＝＋－＠]' and c.sub_id !~ '^[-+][0-9.]+%?$'
                """).param("start", start).query(Long.class).single();
    }

    /// The second column by the first; numbers without their commas.
    private static Map<String, String> told(Sheet about) {
        var formatter = new DataFormatter(Locale.ROOT);
        var told = new LinkedHashMap<String, String>();
        about.forEach(row -> {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < 2; column++) {
                Cell cell = row.getCell(column);
                cells.add(cell == null ? "" : formatter.formatCellValue(cell));
            }
            String value = cells.get(1);
            told.put(cells.getFirst(), value.matches("[0-9,]+") ? value.replace(",", "") : value);
        });
        return told;
    }
}
