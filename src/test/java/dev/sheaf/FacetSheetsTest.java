package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The summary sheets of a workbook, held to queries of their own: of a report in one task, and of one in parts.
class FacetSheetsTest extends ServerTest {

    @ParameterizedTest
    @CsvSource({"2026-11-19, 2026-11-23, false", "2026-05-28, 2026-11-23, true"})
    void eachFacetIsASheetThatAgreesWithTheDatabase(LocalDate start, LocalDate end, boolean inParts)
            throws IOException, InvalidFormatException {
        JsonNode done = as("operator").build("""
                {"report_type": "clicks_details_excel", "index_params": {"facets": ["device", "day"]},
                 "search_params": {"start_date": "%s", "end_date": "%s"}, "options": {"time_zone": "Asia/Kabul"}}
                """.formatted(start, end));

        assertThat(done.path("chunked_export").asBoolean()).isEqualTo(inParts);
        try (var workbook = new XSSFWorkbook(Api.download(done, folder).toFile())) {
            List<String> names = new ArrayList<>();
            workbook.sheetIterator().forEachRemaining(sheet -> names.add(sheet.getSheetName()));
            assertThat(names).containsExactly("Clicks details", "Device", "Day", "About");
            assertThat(clicksByGroup(workbook.getSheet("Device")))
                    .containsExactlyEntriesOf(expected("coalesce(device, '(none)')", start, end));
            assertThat(clicksByGroup(workbook.getSheet("Day")).values())
                    .containsExactlyElementsOf(
                            expected("(clicked_at at time zone 'Asia/Kabul')::date::text", start, end)
                                    .values());
            assertThat(total(workbook.getSheet("Device")))
                    .isEqualTo(done.path("rows_written").asLong())
                    .isEqualTo(total(workbook.getSheet("Day")));
        }
    }

    /// Euros and dollars have no sum.
    @ParameterizedTest
    @CsvSource({"2026-11-10, 2026-11-23", "2026-05-28, 2026-11-23"})
    void amountsAreSummedUpForEachCurrencyAlone(LocalDate start, LocalDate end)
            throws IOException, InvalidFormatException {
        JsonNode done = as("operator").build("""
                {"report_type": "clicks_details_excel", "index_params": {"facets": ["country"]},
                 "search_params": {"start_date": "%s", "end_date": "%s", "device": "mobile"}}
                """.formatted(start, end));
        var expected = new TreeMap<String, BigDecimal>();
        jdbc.sql("""
                select coalesce(c.country, '(none)') || ' Sales ' || t.currency as what, sum(t.sale_amount) as amount
                from affiliate.clicks c join affiliate.transactions t on t.click_id = c.id
                where c.device = 'mobile' and (c.clicked_at at time zone 'UTC')::date between :start and :end
                group by c.country, t.currency
                union all
                select 'Total Sales ' || t.currency, sum(t.sale_amount)
                from affiliate.clicks c join affiliate.transactions t on t.click_id = c.id
                where c.device = 'mobile' and (c.clicked_at at time zone 'UTC')::date between :start and :end
                group by t.currency
                """).param("start", start).param("end", end).query(row -> {
            expected.put(row.getString("what"), row.getBigDecimal("amount").stripTrailingZeros());
        });
        assertThat(expected.keySet()).anyMatch(key -> key.endsWith("EUR")).anyMatch(key -> key.endsWith("GBP"));

        try (var workbook = new XSSFWorkbook(Api.download(done, folder).toFile())) {
            Sheet sheet = workbook.getSheet("Country");
            var actual = new TreeMap<String, BigDecimal>();
            Row header = sheet.getRow(0);
            for (int i = 1; i <= sheet.getLastRowNum(); i++) {
                Row row = sheet.getRow(i);
                for (Cell label : header) {
                    Cell cell = row.getCell(label.getColumnIndex());
                    if (label.getStringCellValue().matches("Sales [A-Z]{3}") && cell != null) {
                        actual.put(
                                row.getCell(0).getStringCellValue() + " " + label.getStringCellValue(),
                                BigDecimal.valueOf(cell.getNumericCellValue()).stripTrailingZeros());
                    }
                }
            }
            assertThat(actual).isEqualTo(expected);
            assertThat(total(sheet)).isEqualTo(done.path("rows_written").asLong());
        }
    }

    private Map<String, Long> expected(String group, LocalDate start, LocalDate end) {
        var counts = new LinkedHashMap<String, Long>();
        jdbc.sql("""
                select %1$s as value, count(*) as clicks from affiliate.clicks
                where (clicked_at at time zone 'Asia/Kabul')::date between :start and :end
                group by 1 order by nullif(%1$s, '(none)') nulls last
                """.formatted(group)).param("start", start).param("end", end).query(row -> {
            counts.put(row.getString("value"), row.getLong("clicks"));
        });
        return counts;
    }

    private static Map<String, Long> clicksByGroup(Sheet sheet) {
        var counts = new LinkedHashMap<String, Long>();
        for (int i = 1; i < sheet.getLastRowNum(); i++) {
            Row row = sheet.getRow(i);
            counts.put(row.getCell(0).toString(), number(row));
        }
        return counts;
    }

    private static long total(Sheet sheet) {
        return number(sheet.getRow(sheet.getLastRowNum()));
    }

    private static long number(Row row) {
        return BigDecimal.valueOf(row.getCell(1).getNumericCellValue()).longValueExact();
    }
}
