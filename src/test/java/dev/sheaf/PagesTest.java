package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Passwords;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Browser;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// The pages as they are served, without any script.
class PagesTest extends ServerTest {

    private static final String PASSWORD = "correct horse battery";
    private static final long PUBLISHER = 1;

    @Autowired
    private Passwords passwords;

    @Test
    void aReportMadeOnThePageIsTheOneThatTheApiMakes() throws IOException {
        People.Person person = people().member(PUBLISHER);
        Browser browser = signedIn(person);

        HttpResponse<String> made = browser.submit(
                "/reports/new?type=advertisers_csv",
                "/reports",
                "type",
                "advertisers_csv",
                "s.status",
                "stopped",
                "s.status",
                "approved",
                "s.min_commission",
                "2",
                "sort_by",
                "id",
                "columns",
                "name",
                "columns",
                "id",
                "time_zone",
                "Europe/Berlin");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
        long id = Long.parseLong(Browser.location(made).replaceFirst(".*/", ""));
        JsonNode byPage = person.api().awaitEnd(id);
        JsonNode byApi = person.api().build("""
                {"report_type": "advertisers_csv", "search_params": {"status": ["approved", "stopped"], "min_commission": 2},
                 "index_params": {"sort_by": "id", "columns": ["name", "id"]},
                 "options": {"time_zone": "Europe/Berlin"}, "fresh": true}
                """);

        assertThat(byPage.path("parameters")).isEqualTo(byApi.path("parameters"));
        assertThat(fingerprint(byPage)).isEqualTo(fingerprint(byApi));
        Path one = Api.download(byPage, Files.createDirectory(folder.resolve("page")));
        Path other = Api.download(byApi, Files.createDirectory(folder.resolve("api")));
        assertThat(one).hasSameBinaryContentAs(other);
        String report = browser.get("/reports/" + id).body();
        assertThat(report).contains("approved, stopped", "Ready", "/reports/" + id + "/download");
        HttpResponse<String> download = browser.get("/reports/" + id + "/download");
        assertThat(download.statusCode()).isEqualTo(303);
        assertThat(Browser.location(download)).contains("X-Amz-Signature");
    }

    private byte[] fingerprint(JsonNode export) {
        return jdbc.sql("select fingerprint from sheaf.reports where id = ?")
                .param(export.path("id").asLong())
                .query(byte[].class)
                .single();
    }

    @Test
    void errorsStandBesideTheirFieldsAndWhatWasEnteredStays() {
        Browser browser = signedIn(people().member(PUBLISHER));

        HttpResponse<String> refused = browser.submit(
                "/reports/new?type=clicks_details_excel",
                "/reports",
                "type",
                "clicks_details_excel",
                "s.start_date",
                "2026-11-20",
                "s.end_date",
                "2026-11-01",
                "s.sub_id",
                "kept <b>as it was</b>");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .containsPattern("id=\"s\\.end_date-error\"[^>]*>[^<]+<")
                .contains("value=\"2026-11-20\"", "kept &lt;b&gt;as it was&lt;/b&gt;")
                .doesNotContain("<b>as it was</b>");
    }

    @Test
    void theAddressOfAFormCarriesWhatIsEntered() {
        Browser browser = signedIn(people().member(PUBLISHER));

        String form = browser.get("/reports/new?type=deals_excel&s.status=active&s.exclusive=true&sort_by=title"
                        + "&columns=title&columns=id&s.start_date=2026-01-02")
                .body();

        assertThat(form)
                .containsPattern("name=\"s\\.status\" value=\"active\" checked")
                .containsPattern("value=\"2026-01-02\"")
                .containsPattern("value=\"title\" selected");
        assertThat(form.indexOf("name=\"columns\" value=\"title\""))
                .isLessThan(form.indexOf("name=\"columns\" value=\"id\""));
    }

    @Test
    void theFormIsMadeOfWhatTheCallerMayUse() {
        String member = signedIn(people().member(PUBLISHER))
                .get("/reports/new?type=advertisers_csv")
                .body();
        JsonNode description = as("member_a")
                .send(
                        "/report_types/{type}",
                        as("member_a").request("/report_types/advertisers_csv").GET())
                .at("/report_type");

        description
                .at("/search_params/properties")
                .propertyNames()
                .forEach(name -> assertThat(member).contains("name=\"s." + name + "\""));
        description
                .at("/columns")
                .forEach(column -> assertThat(member)
                        .contains("name=\"columns\" value=\""
                                + column.path("name").asString() + "\""));
    }

    @Test
    void theCheckTellsWhatIsMissingOrAboutHowManyRowsThereAre() {
        Browser browser = signedIn(people().operator());

        String missing =
                browser.get("/reports/new/check?type=clicks_details_excel").body();
        String fine = browser.get(
                        "/reports/new/check?type=clicks_details_excel&s.start_date=2026-05-28&s.end_date=2026-11-23")
                .body();

        assertThat(missing).contains("search_params.start_date");
        assertThat(fine).containsPattern("[0-9,]+ rows<").contains("curl -X POST", "clicks_details_excel");
    }

    @Test
    void theCheckTellsSizeAndTimeOnceSuchAReportWasBuiltAndNamesTheTwin() {
        People.Person person = people().member(PUBLISHER);
        long id = person.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"ES\"}}")
                .path("id")
                .asLong();
        Browser browser = signedIn(person);

        String twin = browser.get("/reports/new/check?type=advertisers_csv&s.country=ES")
                .body();
        String fresh = browser.get("/reports/new/check?type=advertisers_csv&s.country=ES&fresh=true")
                .body();

        assertThat(twin)
                .containsPattern("about [0-9.]+ [kM]?B, built in about [0-9.]+ s")
                .contains("You have this report already", "href=\"/reports/" + id + "\"");
        assertThat(fresh).contains("built in about").doesNotContain("/reports/" + id + "\"");
    }

    @Test
    void thePreviewShowsTheFirstTwentyRowsThatTheCallerMaySee() {
        String form = "/reports/new/preview?type=advertisers_csv&columns=id&columns=name&sort_by=id&sort_order=desc";
        List<Long> seen = jdbc.sql(
                        "select id from affiliate.advertisers where publisher_id = ? order by id desc limit 20")
                .param(PUBLISHER)
                .query(Long.class)
                .list();
        Long foreign = jdbc.sql("select max(id) from affiliate.advertisers where publisher_id = 2")
                .query(Long.class)
                .single();

        String member = signedIn(people().member(PUBLISHER)).get(form).body();
        String other = signedIn(people().member(2)).get(form).body();

        assertThat(firstCells(member)).isEqualTo(seen).doesNotContain(foreign);
        assertThat(firstCells(other)).contains(foreign).doesNotContainAnyElementsOf(seen);
    }

    @Test
    void aFormThatIsNotFilledInHasNoPreview() {
        assertThat(signedIn(people().operator())
                        .get("/reports/new/preview?type=clicks_details_excel")
                        .body())
                .doesNotContain("<table");
    }

    private static List<Long> firstCells(String page) {
        return Pattern.compile("<tr><td[^>]*>([0-9]+)</td>")
                .matcher(page)
                .results()
                .map(cell -> Long.valueOf(cell.group(1)))
                .toList();
    }

    @Test
    void lookupsFindWhatTheCallerMaySeeAndNoMore() {
        String foreign = jdbc.sql("select name from affiliate.advertisers where publisher_id = 2 and name not in"
                        + " (select name from affiliate.advertisers where publisher_id = 1) order by id limit 1")
                .query(String.class)
                .single();
        String path = "/reports/lookups/advertiser_id?q=" + foreign.replaceAll("[^A-Za-z].*", "");

        assertThat(signedIn(people().member(2)).get(path).body()).contains("\"value\"");
        assertThat(signedIn(people().member(1)).get(path).body()).doesNotContain(foreign);
    }

    @Test
    void aMemberSeesTheirOwnReportsAndAnAdminThoseOfEverybodyWithWhoAsked() {
        People.Person member = people().member(PUBLISHER);
        People.Person other = people().member(PUBLISHER);
        People.Person admin = people().admin(PUBLISHER);
        long id = member.api()
                .create("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"name\": \"seen by whom\"}}")
                .at("/export/id")
                .asLong();
        jdbc.sql("update sheaf.users set name = '<script>alert(1)</script>' where id = ?")
                .param(member.id().value())
                .update();
        String row = "id=\"report-" + id + "\"";

        assertThat(signedIn(member).get("/reports").body()).contains(row);
        assertThat(signedIn(other).get("/reports").body()).doesNotContain(row);
        assertThat(signedIn(other).get("/reports/" + id).statusCode()).isEqualTo(404);
        assertThat(signedIn(admin).get("/reports?person=" + member.id().value()).body())
                .contains(row, "by &lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
        assertThat(signedIn(admin).get("/reports?person=" + other.id().value()).body())
                .doesNotContain(row);
    }

    @Test
    void aReportIsAskedForAgainWithTheSameParameters() {
        People.Person person = people().member(PUBLISHER);
        JsonNode first =
                person.api().build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"DE\"}}");
        long id = first.path("id").asLong();

        HttpResponse<String> again = signedIn(person).submit("/reports/" + id, "/reports/" + id + "/again");

        long next = Long.parseLong(Browser.location(again).replaceFirst(".*/", ""));
        assertThat(next).isNotEqualTo(id);
        assertThat(person.api().awaitEnd(next).path("parameters")).isEqualTo(first.path("parameters"));
    }

    @Test
    void aReportIsErasedAndAForeignOneIsNot() {
        People.Person person = people().member(PUBLISHER);
        long id = person.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"FR\"}}")
                .path("id")
                .asLong();
        Browser stranger = signedIn(people().member(2));
        assertThat(stranger.submit("/account", "/reports/" + id + "/cancel").statusCode())
                .isEqualTo(404);
        Browser browser = signedIn(person);
        assertThat(browser.get("/reports/" + id + "/download").statusCode()).isEqualTo(303);

        browser.submit("/reports/" + id, "/reports/" + id + "/cancel");

        assertThat(browser.get("/reports/" + id).body()).contains("Expired");
        assertThat(browser.get("/reports/" + id + "/download").statusCode()).isEqualTo(404);
    }

    @Test
    void theDocumentationHasAPageForEachOperationThatIsReadWithoutSigningIn() {
        var browser = new Browser(server());
        String guide = browser.get("/api_documentation").body();
        String list = browser.get("/api_documentation/listExportReports").body();

        Pattern.compile("operationId: (\\w+)")
                .matcher(browser.get("/api/v1/schema").body())
                .results()
                .map(found -> found.group(1))
                .forEach(id -> {
                    assertThat(guide).contains("/api_documentation/" + id);
                    assertThat(browser.get("/api_documentation/" + id).statusCode())
                            .as(id)
                            .isEqualTo(200);
                });
        assertThat(list).contains("limit", "report_type", "API playground", "additionalProperties");
        assertThat(list).containsPattern("<code>[^<`]+</code>").doesNotContainPattern("<(p|td|span)>[^<]*`");
        assertThat(browser.get("/api_documentation/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyIsShownOnceWorksAndCanBeRevoked() {
        People.Person person = people().member(PUBLISHER);
        Browser browser = signedIn(person);

        String shown = browser.submit("/account", "/account/keys", "name", "nightly", "days", "90")
                .body();
        var found = Pattern.compile("sheaf_[0-9A-Za-z]{36}").matcher(shown);
        assertThat(found.find()).isTrue();
        Api api = new Api(server(), found.group());
        assertThat(api.list("").status()).isEqualTo(200);
        String account = browser.get("/account").body();
        assertThat(account).contains("nightly").doesNotContain(found.group());
        long id = jdbc.sql("select max(id) from sheaf.api_keys where user_id = ?")
                .param(person.id().value())
                .query(Long.class)
                .single();
        signedIn(people().operator()).submit("/account", "/account/keys/" + id + "/revoke");
        assertThat(api.list("").status()).isEqualTo(200);

        browser.submit("/account", "/account/keys/" + id + "/revoke");

        assertThat(api.list("").status()).isEqualTo(401);
    }

    private Browser signedIn(People.Person person) {
        passwords.set(person.id(), PASSWORD);
        String email = jdbc.sql("select email from sheaf.users where id = ?")
                .param(person.id().value())
                .query(String.class)
                .single();
        var browser = new Browser(server());
        assertThat(browser.signIn(email, PASSWORD).statusCode()).isEqualTo(302);
        return browser;
    }
}
