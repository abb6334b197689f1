package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// LibreOffice opens a report that was built in parts and shows its rows in order.
///
/// Within a cell it knows one kind of line end, so a carriage return is left out on both sides.
@Tag("office")
class OfficeTest extends ServerTest {

    @Test
    void libreOfficeReadsEveryRowOfAReportInParts() throws IOException, InterruptedException {
        var report = as("operator").build("""
                {"report_type": "clicks_details_excel",
                 "search_params": {"start_date": "2026-08-01", "end_date": "2026-11-23"},
                 "index_params": {"columns": ["id", "clicked_at", "advertiser", "sub_id", "converted", "sale_amount"]}}
                """);
        assertThat(report.at("/progress/total_parts").asInt()).isGreaterThan(1);
        Path workbook = Api.download(report, folder);

        List<List<String>> shown = converted(workbook);

        assertThat(shown.getFirst())
                .containsExactly("ID", "Clicked at", "Advertiser", "Sub ID", "Converted", "Sale amount");
        SameCells.check(
                shown.subList(1, shown.size()),
                jdbc.sql("""
                select c.id, to_char(c.clicked_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'),
                       a.name, c.sub_id, case when t.id is null then 'FALSE' else 'TRUE' end,
                       to_char(t.sale_amount, 'FM999,999,999,999,990.00')
                from affiliate.clicks c
                join affiliate.advertisers a on a.id = c.advertiser_id
                left join affiliate.transactions t on t.click_id = c.id
                where c.clicked_at >= '2026-08-01T00:00Z' and c.clicked_at < '2026-11-24T00:00Z'
                order by c.clicked_at desc, c.id desc
                """)
                        .query((row, _) -> List.of(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3).replace("\r", ""),
                                Objects.requireNonNullElse(row.getString(4), "").replace("\r", ""),
                                row.getString(5),
                                Objects.requireNonNullElse(row.getString(6), "")))
                        .list());
    }

    /// Truth values side by side, and beside a text, are not taken for numbers.
    @Test
    void libreOfficeShowsTruthValuesAsSuch() throws IOException, InterruptedException {
        var report = as("operator").build("""
                {"report_type": "deals_excel", "search_params": {"status": "active"},
                 "index_params": {"sort_by": "created_at", "columns": ["exclusive", "featured", "category", "id"]}}
                """);

        List<List<String>> shown = converted(Api.download(report, folder));

        SameCells.check(
                shown.subList(1, shown.size()),
                jdbc.sql("""
                select upper(exclusive::text), upper(featured::text), coalesce(category, ''), id::text
                from affiliate.deals where status = 'active' order by created_at desc, deals.id desc
                """)
                        .query((row, _) ->
                                List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                        .list());
    }

    private List<List<String>> converted(Path workbook) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "soffice",
                        "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                        "--headless",
                        "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76",
                        "--outdir",
                        folder.toString(),
                        workbook.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("soffice.log").toFile())
                .start()
                .waitFor();
        assertThat(status).isZero();
        Path csv = Path.of(workbook.toString().replace(".xlsx", ".csv"));
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(csv, StandardCharsets.UTF_8)) {
            return records.stream()
                    .map(record -> record.getFields().stream()
                            .map(field -> field.replace("\r", ""))
                            .toList())
                    .toList();
        }
    }
}
