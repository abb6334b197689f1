package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Browser;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.OwnServer;
import dev.sheaf.testing.People;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Pages of a server with types that say what none of those that ship says.
class OwnTypesOnPagesTest {

    private static final String TYPE = """
            name: %s
            display_name: Remarks
            format: csv
            filename: remarks
            from: generate_series(1, 3) as r (id)
            key: r.id
            scope: everyone
            defaults: {formula_guard: %s}
            columns:
              remark: {label: Remark, type: text, sql: "'=' || r.id"}
            filters:
              first: {type: date, sql: "date '2026-11-01' + r.id >= :first"}
              last:  {type: date, sql: "date '2026-11-01' + r.id <= :last", role: operator, fallback: "2026-11-24"}
            ranges:
              - {from: first, to: last}
            sorts:
              id: {sql: r.id, sql_type: integer, nullable: false}
            """;

    private static final Pattern TICKED =
            Pattern.compile("<input type=\"checkbox\" name=\"formula_guard\" value=\"false\" checked");
    private static final Pattern UNTICKED_IS_SENT =
            Pattern.compile("<input type=\"hidden\" name=\"formula_guard\" value=\"true\"");

    @TempDir
    private static Path folder;

    private static OwnServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        Path types = Files.createDirectory(folder.resolve("types"));
        Files.writeString(types.resolve("guarded.yaml"), TYPE.formatted("guarded", true));
        Files.writeString(types.resolve("unguarded.yaml"), TYPE.formatted("unguarded", false));
        server = OwnServer.start(Map.of("sheaf.report-types", types.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"guarded, false", "guarded, true", "unguarded, false", "unguarded, true"})
    void formulasAreLeftAloneIfTheBoxIsTickedAndItIsToBeginWithIfTheTypeLeavesThem(String type, boolean ticked) {
        People.Person person = server.people().operator();
        Browser browser = server.signedIn(person);
        String page = "/reports/new?type=" + type;
        String form = browser.get(page).body();
        var fields = new ArrayList<>(List.of("type", type, "bom", "false"));
        String address = page;
        if (ticked) {
            fields.addAll(List.of("formula_guard", "false"));
            address += "&formula_guard=false";
        }
        if (UNTICKED_IS_SENT.matcher(form).find()) {
            fields.addAll(List.of("formula_guard", "true"));
            address += "&formula_guard=true";
        }

        HttpResponse<String> made = browser.submit(page, "/reports", fields.toArray(String[]::new));

        assertThat(TICKED.matcher(form).find()).isEqualTo(type.equals("unguarded"));
        assertThat(TICKED.matcher(browser.get(address).body()).find()).isEqualTo(ticked);
        long id = Long.parseLong(Browser.location(made).replaceFirst(".*/", ""));
        JsonNode report = person.api().withItsOwnDescription().awaitEnd(id);
        assertThat(Downloaded.rows(report, folder).getFirst()).containsEntry("Remark", ticked ? "=1" : "'=1");
    }

    @Test
    void aFilterThatIsForOthersIsNotNamedInARange() {
        String page = "/reports/new?type=guarded";
        Browser member = server.signedIn(member("one"));

        assertThat(server.signedIn(server.people().operator()).get(page).body()).contains("First – Last");
        assertThat(member.get(page).body())
                .contains("name=\"s.first\"")
                .doesNotContain("Last", "s.last", "data-preset");
        HttpResponse<String> refused =
                member.submit(page, "/reports", "type", "guarded", "s.first", "2026-11-25", "bom", "false");
        assertThat(refused.body())
                .containsPattern("id=\"s\\.first-error\">must not be after 2026-11-24<")
                .doesNotContain("Last", "s.last");
    }

    @Test
    void whoCouldNotSetAFilterRunsAgainWithItsFallback() throws IOException {
        JsonNode report = ranAgain(member("two"), "{\"report_type\": \"guarded\"}");

        assertThat(report.at("/parameters/search_params/last").asString()).isEqualTo("2026-11-24");
        assertThat(Downloaded.rows(report, folder)).hasSize(3);
    }

    @Test
    void whatWasSetOnPurposeIsAskedForAgain() throws IOException {
        JsonNode report = ranAgain(
                server.people().operator(),
                "{\"report_type\": \"guarded\", \"search_params\": {\"last\": \"2026-11-03\"}}");

        assertThat(Downloaded.rows(report, folder)).hasSize(2);
    }

    /// The second of two completed reports: what `body` asks for, and the same again from its page.
    private static JsonNode ranAgain(People.Person person, String body) {
        Api api = person.api().withItsOwnDescription();
        long id = api.build(body).path("id").asLong();
        HttpResponse<String> again = server.signedIn(person).submit("/reports/" + id, "/reports/" + id + "/again");
        long other = Long.parseLong(Browser.location(again).replaceFirst(".*/", ""));
        assertThat(other).isNotEqualTo(id);
        return api.awaitEnd(other);
    }

    private static People.Person member(String publisher) {
        return server.people()
                .member(server.jdbc()
                        .sql("insert into affiliate.publishers (slug, name) values (:slug, :slug) returning id")
                        .param("slug", publisher)
                        .query(Long.class)
                        .single());
    }

    @Test
    void theDocumentationNamesTheTypesOfThisServer() {
        String page = new Browser(server.url())
                .get("/api_documentation/listExportReports")
                .body();

        assertThat(page)
                .containsPattern(
                        "<code>report_type</code>.*>advertisers_csv, [a-z_, ]+, guarded, [a-z_, ]+, unguarded</td>")
                .contains("<option value=\"unguarded\"");
    }
}
