package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Passwords;
import dev.sheaf.testing.People;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Autowired;

/// Pictures of every page for people to look at. What can be told without eyes is checked: nothing stands out of
/// the window, and there is one heading of the first order.
class ScreenshotsTest extends BrowserTest {

    private static final Path FOLDER = Path.of("target/screenshots");
    private static final String WRONG =
            "/reports/new?type=clicks_details_excel&s.start_date=2026-11-20&s.end_date=2026-11-01&time_zone=Mars";

    @Autowired
    private Passwords passwords;

    @ParameterizedTest
    @CsvSource({"desktop, false", "phone, false", "dark, true"})
    void everyPage(String name, boolean dark) throws IOException {
        ChromeDriver browser = open(name.equals("phone") ? PHONE : DESKTOP, dark);
        browser.get(server() + "/sign_in");
        picture(browser, name, "sign_in");
        browser.get(server() + "/welcome?token=" + passwords.invite(people().member(1).id(), Duration.ofHours(1)));
        picture(browser, name, "welcome");
        withheld(browser, name);
        People.Person person = people().operator();
        jdbc.sql("update sheaf.users set name = 'Ada Lind', email = 'ada.' || id || '@example.com' where id = ?")
                .param(person.id().value())
                .update();
        long large = person.api()
                .build("""
                        {"report_type": "clicks_details_excel", "search_params": {%s}, "fresh": true,
                         "index_params": {"facets": ["day", "country", "device"]}}
                        """.formatted(ALL_DAYS))
                .path("id")
                .asLong();
        reportsOfEveryKind(person);
        signIn(browser, person);
        String mine = "/reports?person=" + person.id().value();
        browser.get(server() + mine);
        await(browser, ".badge.processing");
        picture(browser, name, "reports");
        if (name.equals("desktop")) {
            take(browser, "readme.webp", Map.of("format", "webp", "quality", 70));
        }
        for (var page : pages(person, large).entrySet()) {
            browser.get(server() + page.getValue());
            if (page.getKey().startsWith("form")) {
                await(browser, "#preview div");
                await(browser, "#check:not(.htmx-request) pre");
            }
            if (page.getKey().equals("form_columns")) {
                browser.findElement(By.cssSelector("[data-columns] summary")).click();
            }
            if (page.getKey().equals("operation_answer")) {
                await(browser, "form[data-playground]:not([hidden]) button").click();
                await(browser, "#answer:not([hidden])");
            }
            picture(browser, name, page.getKey());
        }
        jdbc.sql("update sheaf.users set language = 'de' where id = ?")
                .param(person.id().value())
                .update();
        browser.get(server() + mine);
        picture(browser, name, "reports_german");
        browser.get(server() + "/account");
        picture(browser, name, "account_german");
        browser.get(server() + "/reports/" + large);
        picture(browser, name, "report_german");
        browser.get(server() + WRONG);
        submit(browser);
        await(browser, ".wrong .error");
        await(browser, "#check:not(.htmx-request) pre");
        picture(browser, name, "form_wrong_german");
    }

    /// Nobody works on them, and other tests wait until nothing is left to do.
    @AfterEach
    void endWhatStoodStill() {
        jdbc.sql("""
                update sheaf.reports r set state = 'failed', error_message = '-', completed_at = now()
                where state in ('pending', 'processing') and parent_id is null
                  and not exists (select from sheaf.work w where w.report_id = r.id)
                """).update();
    }

    private void withheld(ChromeDriver browser, String name) throws IOException {
        People.Person person = people().member(1);
        signIn(browser, person);
        picture(browser, name, "reports_none");
        long id = report(person, "GR");
        people().leave(person, 1);
        browser.get(server() + "/reports/" + id);
        await(browser, ".badge.withheld");
        picture(browser, name, "report_withheld");
        browser.manage().deleteAllCookies();
    }

    private Map<String, String> pages(People.Person person, long report) {
        var pages = new LinkedHashMap<String, String>();
        pages.put("reports_empty", "/reports?type=deals_excel&status=failed&person=1");
        pages.put("report", "/reports/" + report);
        jdbc.sql("""
                select case when expires_at < now() then 'expired' else state end as stage, min(id) as id
                from sheaf.reports where requested_by = :user and parent_id is null and id <> :large group by 1
                """)
                .param("user", person.id().value())
                .param("large", report)
                .query((row, _) -> Map.entry("report_" + row.getString("stage"), "/reports/" + row.getLong("id")))
                .list()
                .forEach(each -> pages.put(each.getKey(), each.getValue()));
        pages.put("choose", "/reports/new");
        pages.put("form", "/reports/new?type=clicks_details_excel&s.start_date=2026-11-01&s.end_date=2026-11-23");
        pages.put("form_unfilled", "/reports/new?type=clicks_details_excel");
        pages.put("form_csv", "/reports/new?type=advertisers_csv&s.status=approved");
        pages.put("form_columns", "/reports/new?type=deals_excel&s.country=DE,FR&facets=country");
        pages.put("account", "/account");
        pages.put("guide", "/api_documentation");
        pages.put("operation", "/api_documentation/createExportReport");
        pages.put("operation_answer", "/api_documentation/listExportReports");
        pages.put("missing", "/reports/999999999");
        return pages;
    }

    /// Stands still in states that pass too quickly to be caught.
    private void reportsOfEveryKind(People.Person person) {
        String[] countries = {"DE", "FR", "GB", "SE"};
        for (String country : countries) {
            person.api()
                    .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"%s\"}}"
                            .formatted(country));
        }
        jdbc.sql("""
                update sheaf.reports set expires_at = now() - interval '1 minute', object_key = null
                where id = (select min(id) from sheaf.reports where requested_by = :user and report_type = 'advertisers_csv')
                """).param("user", person.id().value()).update();
        jdbc.sql("""
                insert into sheaf.reports (report_type, requested_by, state, parameters, fingerprint, filename,
                    total_parts, parts_ready, rows_expected, created_at, updated_at, started_at, completed_at, error_message, problem)
                select report_type, requested_by, s.state, parameters, sha256(s.state::bytea), filename,
                       case when s.state = 'processing' then 40 end, case when s.state = 'processing' then 26 else 0 end, 2000000,
                       now() - interval '3 minutes', now(), case when s.state <> 'pending' then now() - interval '2 minutes' end,
                       case when s.state = 'failed' then now() end,
                       case when s.state = 'failed' then '-' end,
                       case when s.state = 'failed' then '{"key": "failed.storing", "arguments": []}'::jsonb end
                from (select * from sheaf.reports where requested_by = :user and report_type = 'clicks_details_excel'
                      order by id limit 1) as one,
                     (values ('failed'), ('processing'), ('pending')) as s (state)
                """).param("user", person.id().value()).update();
    }

    /// The whole page, however long.
    static void picture(ChromeDriver browser, String device, String page) throws IOException {
        take(browser, device + "-" + page + ".png", Map.of("captureBeyondViewport", true));
        assertThat(browser.findElements(By.tagName("h1"))).as("%s on %s", page, device).hasSize(1);
        assertThat(browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("%s fits on %s", page, device)
                .isEqualTo(true);
    }

    private static void take(ChromeDriver browser, String file, Map<String, Object> how) throws IOException {
        Object taken = browser.executeCdpCommand("Page.captureScreenshot", how).get("data");
        Files.write(
                Files.createDirectories(FOLDER).resolve(file),
                Base64.getDecoder().decode(String.valueOf(taken)));
    }
}
