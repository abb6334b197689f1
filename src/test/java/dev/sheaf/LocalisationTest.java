package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Names and headers are in the language that the caller reads; the data are the same in any.
class LocalisationTest extends ServerTest {

    private static final String DEALS = """
            {"report_type": "deals_excel", "index_params": {"facets": ["deal_type"]}, "options": {%s},
             "search_params": {"status": "paused", "deal_type": "coupon,sale"}}
            """;

    @Test
    void aWorkbookIsInTheLanguageOfTheRequestAndItsDataAreTheSame() throws IOException, InvalidFormatException {
        JsonNode english = built(ask(DEALS.formatted(""), null));
        Answer asked = ask(DEALS.formatted(""), "de-AT, en;q=0.5");
        assertThat(asked.status()).as("another language is another file").isEqualTo(202);
        JsonNode german = built(asked);

        assertThat(english.at("/parameters/options/locale").isMissingNode()).isTrue();
        assertThat(german.at("/parameters/options/locale").asString()).isEqualTo("de");
        assertThat(english.path("display_name").asString()).isEqualTo("Deals");
        assertThat(german.path("display_name").asString()).isEqualTo("Angebote");
        Path file = Api.download(german, folder);
        assertThat(Workbooks.header(file)).startsWith("Nummer", "Titel", "Beschreibung", "Werbetreibender");
        try (var workbook = new XSSFWorkbook(file.toFile())) {
            assertThat(workbook.getSheetName(0)).isEqualTo("Angebote");
            Sheet facet = workbook.getSheet("Art");
            assertThat(facet.getRow(0).getCell(1).getStringCellValue()).isEqualTo("Angebote");
            assertThat(facet.getRow(facet.getLastRowNum()).getCell(0).getStringCellValue())
                    .isEqualTo("Summe");
            assertThat(labels(workbook.getSheet("Über diese Datei")))
                    .contains("Art", "Status", "Zeilen")
                    .doesNotContain("Type", "Rows");
        }
        List<List<@Nullable Object>> rows = dataOf(german);
        assertThat(rows).hasSizeGreaterThan(10).isEqualTo(dataOf(english));
        assertThat(as("operator")
                        .manifest(german.path("id").asLong())
                        .at("/manifest/columns/1/label")
                        .asString())
                .isEqualTo("Titel");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'\"locale\": \"en\"', de,                  -",
                "'\"locale\": \"de\"', en,                  de",
                "'\"locale\": \"\"',   de,                  de",
                "'',                   '*',                 -",
                "'',                   'fr, de;q=0.1',      de",
                "'',                   'en-GB, de',         -",
                "'',                   'de;q=0, nonsense=', -"
            })
    void whatARequestNamesComesBeforeWhatItsHeaderWishes(String options, String header, @Nullable String locale) {
        Answer answer = as("operator")
                .send(
                        "/exports",
                        as("operator")
                                .request("/exports?dry_run=true")
                                .header("Content-Type", "application/json")
                                .header("Accept-Language", header)
                                .POST(BodyPublishers.ofString(DEALS.formatted(options))));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode made =
                built(ask(DEALS.formatted(options).replace("\"status\"", "\"country\": \"DE\", \"status\""), header));
        assertThat(made.at("/parameters/options/locale").asString(null)).isEqualTo(locale);
    }

    @Test
    void aCsvWhoseHeaderIsForProgramsIsTheSameInAnyLanguage() {
        String body = """
                {"report_type": "advertisers_csv", "search_params": {"status": "stopped", "country": "DE,AT,CH"}}
                """;
        JsonNode first = built(ask(body, "de"));
        assertThat(first.at("/parameters/options/locale").isMissingNode()).isTrue();
        assertThat(Downloaded.rows(first, folder).getFirst()).containsKeys("id", "program_status");
        Answer again = ask(body, "en");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.export().path("id")).isEqualTo(first.path("id"));
    }

    @ParameterizedTest
    @CsvSource({"de-CH, de, Angebote, Titel", "fr, en, Deals, Title"})
    void typesAreToldInTheLanguageOfTheReader(String wished, String content, String name, String label) {
        Answer all = as("operator")
                .send("/report_types", as("operator").request("/report_types").header("Accept-Language", wished));
        assertThat(all.header("Content-Language")).isEqualTo(content);
        assertThat(String.join(",", all.headers().allValues("Vary"))).contains("Accept-Language");
        Answer one = as("operator")
                .send(
                        "/report_types/{type}",
                        as("operator").request("/report_types/deals_excel").header("Accept-Language", wished));
        assertThat(one.header("Content-Language")).isEqualTo(content);
        assertThat(one.at("/report_type/display_name").asString()).isEqualTo(name);
        assertThat(one.at("/report_type/columns/1/label").asString()).isEqualTo(label);
        assertThat(one.at("/report_type/options/properties/locale/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .startsWith("en", "de");
        assertThat(all.at("/report_types").valueStream()).contains(one.at("/report_type"));
    }

    private Answer ask(String body, @Nullable String languages) {
        var request = as("operator").request("/exports").header("Content-Type", "application/json");
        if (languages != null) {
            request.header("Accept-Language", languages);
        }
        return as("operator").send("/exports", request.POST(BodyPublishers.ofString(body)));
    }

    private JsonNode built(Answer asked) {
        assertThat(asked.status()).as("%s", asked.body()).isIn(200, 202, 409);
        return as("operator").awaitEnd(asked.export().path("id").asLong());
    }

    private List<List<@Nullable Object>> dataOf(JsonNode export) {
        return Workbooks.stream(Api.download(export, folder), rows -> {
            var all = new ArrayList<List<@Nullable Object>>();
            rows.forEachRemaining(all::add);
            return all;
        });
    }

    private static List<String> labels(Sheet about) {
        var labels = new ArrayList<String>();
        about.forEach(row -> {
            if (row.getCell(0) != null) {
                labels.add(row.getCell(0).getStringCellValue());
            }
        });
        return labels;
    }
}
