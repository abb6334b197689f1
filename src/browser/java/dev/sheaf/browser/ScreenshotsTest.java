package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/// Pictures of every page for people to look at. What can be told without eyes is checked: nothing stands out of
/// the window, and there is one heading of the first order.
class ScreenshotsTest extends BrowserTest {

    private static final Path FOLDER = Path.of("target/screenshots");

    @ParameterizedTest
    @CsvSource({"desktop, false", "phone, false", "dark, true"})
    void everyPage(String name, boolean dark) throws IOException {
        ChromeDriver browser = open(name.equals("phone") ? PHONE : DESKTOP, dark);
        Files.createDirectories(FOLDER);
        browser.get(server() + "/sign_in");
        picture(browser, name, "sign_in");
        People.Person person = people().operator();
        jdbc.sql("update sheaf.users set name = 'Ada Lind', email = 'ada.' || id || '@example.com' where id = ?")
                .param(person.id().value())
                .update();
        long large = person.api()
                .build("{\"report_type\": \"clicks_details_excel\", \"search_params\": {%s}, \"fresh\": true}"
                        .formatted(ALL_DAYS))
                .path("id")
                .asLong();
        reportsOfEveryKind(person);
        signIn(browser, person);
        browser.get(server() + "/reports?person=" + person.id().value());
        picture(browser, name, "reports");
        for (var page : pages(large).entrySet()) {
            browser.get(server() + page.getValue());
            if (page.getKey().equals("form")) {
                await(browser, "#preview table");
                picture(browser, name, "form");
                browser.executeScript("document.getElementById('preview').scrollIntoView()");
                picture(browser, name, "preview");
            } else {
                picture(browser, name, page.getKey());
            }
        }
    }

    private static Map<String, String> pages(long report) {
        var pages = new LinkedHashMap<String, String>();
        pages.put("reports_empty", "/reports?type=deals_excel&status=failed&person=1");
        pages.put("report", "/reports/" + report);
        pages.put("choose", "/reports/new");
        pages.put("form", "/reports/new?type=clicks_details_excel&s.start_date=2026-11-01&s.end_date=2026-11-23");
        pages.put("account", "/account");
        pages.put("guide", "/api_documentation");
        pages.put("operation", "/api_documentation/createExportReport");
        pages.put("missing", "/reports/999999999");
        return pages;
    }

    /// Stands still in states that pass too quickly to be caught.
    private void reportsOfEveryKind(People.Person person) {
        String[] countries = {"DE", "FR", "IT", "ES"};
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
                    total_parts, parts_ready, rows_expected, created_at, updated_at, started_at, completed_at, error_message)
                select report_type, requested_by, s.state, parameters, sha256(s.state::bytea), filename,
                       case when s.state = 'processing' then 40 end, case when s.state = 'processing' then 26 else 0 end, 2000000,
                       now() - interval '3 minutes', now(), case when s.state <> 'pending' then now() - interval '2 minutes' end,
                       case when s.state = 'failed' then now() end,
                       case when s.state = 'failed' then 'The database did not answer. Try again in a few minutes.' end
                from (select * from sheaf.reports where requested_by = :user and report_type = 'clicks_details_excel'
                      order by id limit 1) as one,
                     (values ('failed'), ('processing'), ('pending')) as s (state)
                """).param("user", person.id().value()).update();
    }

    private static void picture(ChromeDriver browser, String device, String page) throws IOException {
        Files.write(FOLDER.resolve(device + "-" + page + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        assertThat(browser.findElements(By.tagName("h1"))).as("%s on %s", page, device).hasSize(1);
        assertThat(browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("%s fits on %s", page, device)
                .isEqualTo(true);
    }
}
