package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Browser;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.StuckParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pages as they are served, without any script.
class PagesTest extends ServerTest {

    private static final long PUBLISHER = 1;

    @Test
    void aFormWithoutAnyColumnIsRefusedAndStaysAsItIs() {
        HttpResponse<String> refused = signedIn(people().member(PUBLISHER))
                .submit("/reports/new?type=advertisers_csv", "/reports", "type", "advertisers_csv", "columns", "");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("<details data-columns open=\"open\">", "Choose at least one column.")
                .doesNotContain("at least one column name")
                .contains("name=\"columns\" value=\"\"")
                .doesNotContainPattern("name=\"columns\"[^>]*checked");
    }

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
                 "options": {"time_zone": "Europe/Berlin", "bom": true}, "fresh": true}
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
    void whatCannotBeUnderstoodInTheAddressOfTheListCountsAsAbsent() {
        HttpResponse<String> list = signedIn(people().member(PUBLISHER)).get("/reports?before=abc&status=odd&person=x");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("data-events=\"/reports/events\"");
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
    void aFormAsksForTheByteOrderMarkThatExcelNeedsUnlessSomebodyDoesNotWantIt() {
        Browser browser = signedIn(people().member(PUBLISHER));
        String check = "/reports/new/check?type=advertisers_csv&s.country=DE";

        assertThat(browser.get(check).body()).contains("&quot;bom&quot; : true");
        assertThat(browser.get(check + "&bom=false").body()).contains("&quot;bom&quot; : false");
    }

    @Test
    void datesWithoutTheirLastDayAreFilledInSoThatItsRowsAreFound() {
        Browser browser = signedIn(people().member(PUBLISHER));

        assertThat(browser.get("/reports/new?type=advertisers_csv").body())
                .containsPattern("data-to=\"s.updated_before\"[^>]*data-end-excluded=\"true\"");
        assertThat(browser.get("/reports/new?type=deals_excel").body())
                .containsPattern("data-to=\"s.end_date\"[^>]*data-end-excluded=\"false\"")
                .contains("aria-label=\"Start date – End date\"", "aria-label=\"Effective after – Effective before\"");
    }

    @Test
    void theCheckTellsWhatIsMissingOrAboutHowManyRowsThereAre() {
        Browser browser = signedIn(people().operator());

        String missing =
                browser.get("/reports/new/check?type=clicks_details_excel").body();
        String fine = browser.get(
                        "/reports/new/check?type=clicks_details_excel&s.start_date=2026-05-28&s.end_date=2026-11-23")
                .body();

        assertThat(missing).contains("<strong>Start date</strong>", "is required");
        assertThat(fine).containsPattern("[0-9,]+ rows<").contains("curl -X POST", "clicks_details_excel");
    }

    @Test
    void theCheckTellsSizeAndTimeOnceSuchAReportWasBuiltAndNamesTheTwin() {
        People.Person person = people().member(PUBLISHER);
        long id = person.api().build("""
                        {"report_type": "advertisers_csv", "search_params": {"country": "US"}, "options": {"bom": true}}
                        """).path("id").asLong();
        Browser browser = signedIn(person);

        String twin = browser.get("/reports/new/check?type=advertisers_csv&s.country=US")
                .body();
        String fresh = browser.get("/reports/new/check?type=advertisers_csv&s.country=US&fresh=true")
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
    void thePreviewShowsTimesAndNumbersAsTheFileDoes() {
        Browser browser = signedIn(people().operator());
        String berlin = "&time_zone=Europe/Berlin&sort_by=id";

        assertThat(browser.get("/reports/new/preview?type=clicks_details_excel&columns=clicked_at&columns=converted"
                                + "&s.start_date=2026-07-01&s.end_date=2026-07-02" + berlin)
                        .body())
                .containsPattern("<td>2026-07-0[123] [0-9:]{8}</td><td>(TRUE|FALSE)</td>")
                .doesNotContain("+02");
        assertThat(browser.get("/reports/new/preview?type=advertisers_csv&columns=id&columns=updated_at" + berlin)
                        .body())
                .containsPattern("<td>2026-[0-9-]{5}T[0-9:]{8}(\\.[0-9]+)?\\+0[12]:00</td>");
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
        assertThat(signedIn(admin).get("/reports?person=nobody&status=none").body())
                .as("what cannot be understood counts as absent")
                .contains(row);
        assertThat(signedIn(admin).get("/reports?person=" + member.id().value()).body())
                .contains("<option value=\"" + member.id().value() + "\"")
                .containsPattern("value=\"" + member.id().value() + "\"[^>]*selected");
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
        long id = report(person, "FR");
        Browser stranger = signedIn(people().member(2));
        assertThat(stranger.submit("/account", "/reports/" + id + "/cancel").statusCode())
                .isEqualTo(404);
        Browser browser = signedIn(person);
        assertThat(browser.get("/reports/" + id + "/download").statusCode()).isEqualTo(303);

        browser.submit("/reports/" + id, "/reports/" + id + "/cancel");

        assertThat(browser.get("/reports/" + id).body()).contains("Expired", "or somebody has erased it");
        HttpResponse<String> left = browser.get("/reports/" + id + "/download");
        assertThat(left.statusCode()).isEqualTo(303);
        assertThat(Browser.location(left)).endsWith("/reports/" + id);
        assertThat(browser.get("/reports/" + id + "/link").statusCode()).isEqualTo(404);
    }

    @Test
    void whoCancelsTooLateErasesNothing() {
        People.Person person = people().member(PUBLISHER);
        long id = report(person, "ES");
        Browser browser = signedIn(person);

        browser.submit("/reports/" + id, "/reports/" + id + "/cancel", "only", "live");

        assertThat(browser.get("/reports/" + id).body()).contains("had ended before it could be cancelled");
        assertThat(Browser.location(browser.get("/reports/" + id + "/download")))
                .contains("X-Amz-Signature");
    }

    @Test
    void aFailedReportWhoseRowsAreNoLongerTheirsCanBeRunAgain() {
        People.Person person = people().member(PUBLISHER);
        long id;
        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            id = person.api()
                    .create("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"AT\"}}")
                    .export()
                    .path("id")
                    .asLong();
            person.api().delete(id);
        }
        Browser browser = signedIn(person);
        String page = "/reports/" + id;
        assertThat(browser.get(page).body()).contains(page + "/retry").doesNotContain(page + "/again");

        people().leave(person, PUBLISHER);

        assertThat(browser.get(page).body()).contains(page + "/again").doesNotContain(page + "/retry");
    }

    @Test
    void anAddressWhereNothingIsAnswersPeopleWithAPage() {
        Browser browser = signedIn(people().member(PUBLISHER));

        for (String path : List.of("/reports/", "/reports/abc", "/account/keys", "/nothing")) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(URI.create(server() + path)).header("Accept", "text/html,*/*;q=0.8"));
            assertThat(answer.statusCode()).as(path).isIn(404, 405);
            assertThat(answer.body())
                    .as(path)
                    .contains("<h1", "href=\"/reports\"")
                    .doesNotContain("\"error\"");
            assertThat(browser.get(path).body()).as(path).startsWith("{\"error\"");
        }
    }

    @Test
    void whatCountsIfNothingIsChosenStandsInTheForm() {
        String form = signedIn(people().member(PUBLISHER))
                .get("/reports/new?type=hot_advertisers_excel")
                .body();

        assertThat(form)
                .containsPattern(
                        "<select id=\"s\\.period\"[^>]*><option value=\"\">As usual: 30</option><option value=\"7\">7<")
                .containsPattern("name=\"s\\.top\"[^>]* placeholder=\"As usual: 500\"");
    }

    @Test
    void aTextWithACommaStaysAsItWasEntered() {
        String form = signedIn(people().member(PUBLISHER))
                .get("/reports/new?type=clicks_details_excel&s.sub_id=summer,%202026")
                .body();

        assertThat(form).contains("name=\"s.sub_id\" value=\"summer, 2026\"");
    }

    @Test
    void allThatWereChosenAreNamed() {
        Browser operator = signedIn(people().operator());
        List<Long> ids = jdbc.sql("select id from affiliate.advertisers order by id limit 30")
                .query(Long.class)
                .list();
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        String countries = Arrays.stream(Locale.getISOCountries()).limit(30).collect(Collectors.joining(","));

        assertThat(JsonMapper.shared()
                        .readTree(operator.get("/reports/lookups/advertiser_id?ids=" + list)
                                .body()))
                .hasSize(30);
        assertThat(JsonMapper.shared()
                        .readTree(operator.get("/reports/lookups/country?ids=" + countries)
                                .body()))
                .hasSize(30);
        assertThat(JsonMapper.shared()
                        .readTree(operator.get("/reports/lookups/advertiser_id?q=")
                                .body()))
                .hasSize(20);
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
                    HttpResponse<String> page = browser.get("/api_documentation/" + id);
                    assertThat(page.statusCode()).as(id).isEqualTo(200);
                    assertThat(page.body()).as(id).doesNotContain("<td data-label=\"Type\"></td>");
                });
        assertThat(list).contains("limit", "report_type", "API playground", "additionalProperties");
        assertThat(list).containsPattern("<code>[^<`]+</code>").doesNotContainPattern("<(p|td|span)>[^<]*`");
        assertThat(browser.get("/api_documentation/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyIsShownOnceWorksAndCanBeRevoked() {
        People.Person person = people().member(PUBLISHER);
        Browser browser = signedIn(person);

        String shown = browser.submit(
                        "/account", "/account/keys", "name", "nightly", "days", "90", "scope", "exports:read")
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

    @Test
    void aPageIsInTheLanguageThatItsReaderChoseOrElseThatOfTheirBrowser() {
        People.Person person = people().member(PUBLISHER);
        Browser browser = signedIn(person);
        assertThat(browser.get("/reports").body()).contains("<html lang=\"en\"", "New report");
        assertThat(inLanguage(browser, "de-AT,de;q=0.9,en;q=0.5")).contains("<html lang=\"de\"", "Neuer Bericht");
        assertThat(inLanguage(browser, "fr;q=0.5, not a language")).contains("New report");

        browser.submit("/account", "/account/profile", "name", "Ada", "time_zone", "Europe/Berlin", "language", "de");

        assertThat(browser.get("/reports").body()).contains("Neuer Bericht");
        assertThat(browser.get("/reports/new?type=clicks_details_excel").body())
                .contains("Klicks im Einzelnen", "Geklickt am", "value=\"de\" lang=\"de\" selected");
        assertThat(inLanguage(browser, "en")).contains("Neuer Bericht");
        assertThat(browser.get("/reports/new?type=deals_excel").body())
                .contains("Angebote</h1>", "Nachlass", "Art des Nachlasses");
        assertThat(browser.get("/reports/new").body()).contains("Klicks im Einzelnen");
        String nothing = browser.get("/reports/999999999").body();
        assertThat(nothing).contains("Hier ist nichts", ">Ada<");
        browser.submit("/account", "/account/profile", "name", "Ada", "time_zone", "UTC", "language", "");
        assertThat(inLanguage(browser, "en")).contains("New report");
    }

    @Test
    void whatIsWrongAndWhatHasFailedIsToldInTheLanguageOfThePage() {
        People.Person person = german();
        Browser browser = signedIn(person);

        String missing =
                browser.get("/reports/new/check?type=clicks_details_excel").body();
        String refused = browser.submit(
                        "/reports/new?type=clicks_details_excel",
                        "/reports",
                        "type",
                        "clicks_details_excel",
                        "s.start_date",
                        "2026-11-20",
                        "s.end_date",
                        "2026-11-01",
                        "time_zone",
                        "Mars/Olympus")
                .body();
        long id;
        try (var _ = new StuckParts(owner())) {
            id = person.api()
                    .create("{\"report_type\": \"clicks_details_excel\", \"search_params\": {%s}, \"fresh\": true}"
                            .formatted(ALL_DAYS))
                    .at("/export/id")
                    .asLong();
            person.api().delete(id);
        }

        assertThat(missing).contains("<strong>Von</strong>", "fehlt noch: ein Datum wie");
        assertThat(refused)
                .containsPattern("id=\"s\\.end_date-error\"[^>]*>darf nicht vor Von, 2026-11-20, liegen<")
                .contains("Zeitzone: muss eine Zeitzone der IANA wie Europe/Berlin sein");
        assertThat(browser.get("/reports/" + id).body()).contains("Abgebrochen von");
        assertThat(browser.get("/reports").body()).contains("Abgebrochen von");
        assertThat(person.api().get(id).at("/export/error_message").asString()).startsWith("Cancelled by ");
    }

    @Test
    void choicesCountriesAndNamesStandForTheirCodesInTheWordsOfAReport() {
        People.Person person = german();
        record Network(long id, String name) {}
        Network network = jdbc.sql("""
                select n.id, n.name from affiliate.networks n
                join affiliate.advertisers a on a.network_id = n.id and a.publisher_id = ? limit 1
                """).param(PUBLISHER).query(Network.class).single();
        long id = person.api().build("""
                        {"report_type": "deals_excel", "search_params": {"status": "paused", "deal_type": "free_shipping",
                         "country": "DE", "network_id": %d}}
                        """.formatted(network.id)).path("id").asLong();

        Browser browser = signedIn(person);

        assertThat(browser.get("/reports/" + id).body())
                .contains(">pausiert<", ">Versand frei<", ">Deutschland<", ">Netzwerk<", ">" + network.name + "<")
                .contains(">Angelegt am, absteigend<");
        assertThat(browser.get("/reports").body())
                .contains("Netzwerk: " + network.name + " · Art: Versand frei · Land: Deutschland · Status: pausiert");
        assertThat(browser.get("/reports/new?type=advertisers_csv").body())
                .contains(">abgelehnt<", ">Durchschnittliche Provision<", ">Wie üblich: Name<");
    }

    private String inLanguage(Browser browser, String wish) {
        return browser.send(HttpRequest.newBuilder(URI.create(server() + "/reports"))
                        .header("Accept-Language", wish))
                .body();
    }

    @Test
    void aReportShowsHowItsRowsSpreadToThoseWhoMaySeeThem() {
        People.Person person = people().member(PUBLISHER);
        long id = person.api().build("""
                        {"report_type": "clicks_details_excel", "search_params": {%s},
                         "index_params": {"facets": ["day", "country"]}}
                        """.formatted(ALL_DAYS)).path("id").asLong();
        record Line(String name, String count) {}
        List<Line> largest = jdbc.sql("""
                select country as name, to_char(count(*), 'FM999,999') as count
                from affiliate.clicks where publisher_id = ?
                group by 1 order by count(*) desc, 1 limit 1
                """).param(PUBLISHER).query(Line.class).list();
        long days = jdbc.sql("select count(distinct clicked_at::date) from affiliate.clicks where publisher_id = ?")
                .param(PUBLISHER)
                .query(Long.class)
                .single();

        String page = signedIn(person).get("/reports/" + id).body();

        String country = Locale.of("", largest.getFirst().name).getDisplayCountry(Locale.ENGLISH);
        assertThat(page)
                .containsPattern("<th scope=\"row\">" + country + "</th>(?s:.{0,300})<td class=\"num\">"
                        + largest.getFirst().count + "</td>")
                .doesNotContain("style=");
        assertThat(Pattern.compile("<rect x=").matcher(page).results().count()).isEqualTo(days);
        people().leave(person, PUBLISHER);
        assertThat(signedIn(person).get("/reports/" + id).body())
                .contains("Withheld")
                .doesNotContain("<rect");
    }

    /// They are counted as the file is written, so they have the rows of the file and those alone.
    @Test
    void aFileOfOnePieceHasTheChartsOfItsTypeWithoutAskingForThem() {
        People.Person person = people().member(PUBLISHER);
        long csv = person.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"status\": \"approved\"}}")
                .path("id")
                .asLong();
        long chosen = person.api().build("""
                        {"report_type": "deals_excel", "index_params": {"columns": ["country", "id"]}}
                        """).path("id").asLong();
        long networks =
                jdbc.sql("""
                select count(*) from affiliate.advertisers
                where publisher_id = ? and program_status = 'approved' and network_id = (
                    select network_id from affiliate.advertisers where publisher_id = ? and program_status = 'approved'
                    group by 1 order by count(*) desc limit 1)
                """).params(PUBLISHER, PUBLISHER).query(Long.class).single();
        Browser browser = signedIn(person);

        assertThat(browser.get("/reports/" + csv).body())
                .contains("<strong>Network</strong>", "<strong>Country</strong>")
                .containsPattern("<td class=\"num\">" + "%,d".formatted(networks) + "</td>")
                .as("one bar tells nothing")
                .doesNotContain("<strong>Status</strong>");
        assertThat(browser.get("/reports/" + chosen).body())
                .contains("<strong>Country</strong>")
                .doesNotContain("<strong>Network</strong>");
    }

    @Test
    void aPageLoadsLittle() {
        Browser browser = signedIn(people().member(PUBLISHER));
        String page = browser.get("/reports").body();

        List<String> assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(assets).hasSizeGreaterThan(2);
        assertThat(assets.stream()
                        .mapToInt(asset -> browser.get(asset).body().length())
                        .sum())
                .isLessThan(150_000);
    }

    @Test
    void aKeyIsMadeForNoMoreThanItsMakerChoseOrMay() {
        People.Person person = people().member(PUBLISHER);
        Browser browser = signedIn(person);

        Api reader = new Api(server(), key(browser, "exports:read", "admin"));
        HttpResponse<String> none = browser.submit("/account", "/account/keys", "name", "none", "days", "30");

        assertThat(reader.list("").status()).isEqualTo(200);
        assertThat(reader.create("{\"report_type\": \"advertisers_csv\"}").status())
                .isEqualTo(403);
        assertThat(none.statusCode()).isEqualTo(302);
        assertThat(browser.get("/account").body()).contains("Choose what the key may do.");
        assertThat(jdbc.sql("select scopes from sheaf.api_keys where user_id = ? order by id desc limit 1")
                        .param(person.id().value())
                        .query((row, _) -> List.of((String[]) row.getArray(1).getArray()))
                        .single())
                .containsExactly("exports:read");
    }

    private static String key(Browser browser, String... scopes) {
        String[] fields = Stream.concat(
                        Stream.of("name", "of a program", "days", "30"),
                        Stream.of(scopes).flatMap(scope -> Stream.of("scope", scope)))
                .toArray(String[]::new);
        var found = Pattern.compile("sheaf_[0-9A-Za-z]{36}")
                .matcher(browser.submit("/account", "/account/keys", fields).body());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private People.Person german() {
        People.Person person = people().member(PUBLISHER);
        jdbc.sql("update sheaf.users set language = 'de' where id = ?")
                .param(person.id().value())
                .update();
        return person;
    }
}
