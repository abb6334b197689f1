package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Every column of the types that ship, in their default order, against queries that were written apart from them.
/// `JourneyTest` does the same for clicks.
class ReportTypesTest extends ServerTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @ParameterizedTest
    @CsvSource({"deals_excel, deals.sql, ''", "hot_advertisers_excel, hot_advertisers.sql, '\"as_of\": \"2026-11-24\"'"
    })
    void excelTypesHoldEveryColumnInTheirDefaultOrder(String type, String query, String search) throws IOException {
        Path file = file(type, search);

        List<List<@Nullable Object>> expected = jdbc.sql(Expected.query(query))
                .param(ZONE.getId())
                .query((row, _) -> Expected.cells(row, ZONE))
                .list();

        assertThat(expected).hasSizeGreaterThan(10);
        SameCells.check(Workbooks.rows(file), expected);
    }

    @Test
    void advertisersHoldEveryColumnInTheirDefaultOrder() throws IOException {
        Path file = file("advertisers_csv", "");

        List<List<String>> expected = jdbc.sql(Expected.query("advertisers.sql"))
                .param(ZONE.getId())
                .query((row, _) -> texts(row))
                .list();

        assertThat(expected).hasSize(5000);
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file, StandardCharsets.UTF_8)) {
            SameCells.check(records.stream().skip(1).map(CsvRecord::getFields).toList(), expected);
        }
    }

    @Test
    void aCompressedFileHoldsTheSameBytes() throws IOException {
        Path plain = file("advertisers_csv", "\"status\": \"approved\"");
        JsonNode packed = as("operator").build("""
                {"report_type": "advertisers_csv", "search_params": {"status": "approved"},
                 "options": {"time_zone": "%s", "formula_guard": false, "compression": "gzip"}}
                """.formatted(ZONE));

        Path file = Api.download(packed, folder);

        assertThat(file.getFileName().toString()).endsWith(".csv.gz");
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(plain));
        }
    }

    private Path file(String type, String search) {
        return Api.download(as("operator").build("""
                        {"report_type": "%s", "search_params": {%s},
                         "options": {"time_zone": "%s", "formula_guard": false}}
                        """.formatted(type, search, ZONE)), folder);
    }

    private static List<String> texts(ResultSet row) throws SQLException {
        var texts = new ArrayList<String>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            boolean time = row.getMetaData().getColumnTypeName(column).equals("timestamptz");
            texts.add(time ? text(row.getObject(column, OffsetDateTime.class)) : text(row.getString(column)));
        }
        return texts;
    }

    /// ISO 8601 with the offset of the zone, a fraction only where there is one, and without its last zeros.
    private static String text(@Nullable OffsetDateTime time) {
        if (time == null) {
            return "";
        }
        String text = time.atZoneSameInstant(ZONE).toOffsetDateTime().toString();
        return text.replaceFirst("(T\\d\\d:\\d\\d)([+-])", "$1:00$2").replaceFirst("(\\.\\d*?)0+([+-])", "$1$2");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
