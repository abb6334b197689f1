package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Passwords;
import dev.sheaf.testing.People;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Autowired;

/// axe finds nothing to object to on any page.
class AccessibilityTest extends BrowserTest {

    private static final String FORM =
            "/reports/new?type=clicks_details_excel&s.start_date=2026-11-20&s.end_date=2026-11-23";
    private static final String WRONG =
            "/reports/new?type=clicks_details_excel&s.start_date=2026-11-20&s.end_date=2026-11-01&time_zone=Mars";
    private static final String PLAYGROUND = "/api_documentation/listExportReports";

    @Autowired
    private Passwords passwords;

    @ParameterizedTest
    @CsvSource({"desktop, false", "phone, false", "desktop, true", "phone, true"})
    void noPageHasAViolation(String device, boolean dark) throws IOException {
        ChromeDriver browser = open(device.equals("phone") ? PHONE : DESKTOP, dark);
        People.Person person = people().operator();
        var violations = new ArrayList<String>();
        browser.get(server() + "/sign_in");
        violations.addAll(violations(browser, dark, "/sign_in"));
        long ready = person.api()
                .build("{\"report_type\": \"deals_excel\", \"search_params\": {}, \"fresh\": true}")
                .path("id")
                .asLong();
        long charted = person.api()
                .build("""
                        {"report_type": "clicks_details_excel", "search_params": {%s}, "fresh": true,
                         "index_params": {"facets": ["day", "country"]}}
                        """.formatted(ALL_DAYS))
                .path("id")
                .asLong();
        String welcome = "/welcome?token=" + passwords.invite(people().member(1).id(), Duration.ofHours(1));
        browser.get(server() + welcome);
        violations.addAll(violations(browser, dark, "/welcome"));
        People.Person leaver = people().member(1);
        long withheld = report(leaver, "GR");
        people().leave(leaver, 1);
        signIn(browser, leaver);
        browser.get(server() + "/reports/" + withheld);
        await(browser, ".badge.withheld");
        violations.addAll(violations(browser, dark, "withheld"));
        browser.manage().deleteAllCookies();
        signIn(browser, person);
        long failed = person.api().create("{\"report_type\": \"deals_excel\", \"fresh\": true}").at("/export/id").asLong();
        person.api().delete(failed);
        for (String page : List.of(
                "/reports",
                "/reports?type=deals_excel&status=failed&person=1",
                "/reports/" + ready,
                "/reports/" + charted,
                "/reports/" + failed,
                "/reports/new",
                FORM,
                WRONG,
                "/reports/new?type=deals_excel",
                "/reports/new?type=advertisers_csv",
                "/account",
                "/api_documentation",
                "/api_documentation/createExportReport",
                PLAYGROUND,
                "/reports/999999999",
                "/reports?language=de",
                "/reports/new?type=hot_advertisers_excel&language=de",
                "/account?language=de")) {
            if (page.endsWith("language=de")) {
                jdbc.sql("update sheaf.users set language = 'de' where id = ?")
                        .param(person.id().value())
                        .update();
            }
            browser.get(server() + page);
            switch (page) {
                case FORM -> {
                    browser.executeScript("document.querySelectorAll('details').forEach(each => { each.open = true; })");
                    await(browser, "#preview table, #preview p");
                }
                case WRONG -> {
                    submit(browser);
                    await(browser, ".wrong .error");
                }
                case PLAYGROUND -> {
                    await(browser, "form[data-playground]:not([hidden]) button").click();
                    await(browser, "#answer:not([hidden])");
                }
                default -> {}
            }
            violations.addAll(violations(browser, dark, page));
        }
        assertThat(violations).isEmpty();
    }

    static List<String> violations(ChromeDriver browser, boolean dark, String page) throws IOException {
        assertThat(browser.executeScript("return matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(dark);
        browser.executeScript(axe());
        Object found = browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({resultTypes: ["violations"]}).then(
                  result => done(result.violations.flatMap(violation => violation.nodes.map(node =>
                    `${violation.id}: ${node.html} ${node.any.concat(node.all).map(check => check.message).join(" ")}`))),
                  problem => done([String(problem)]));
                """);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(violation -> page + ": " + violation).toList();
    }

    private static String axe() throws IOException {
        try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
