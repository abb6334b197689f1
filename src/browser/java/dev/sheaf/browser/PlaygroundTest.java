package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People;
import dev.sheaf.testing.StuckParts;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The playground runs each operation there is.
class PlaygroundTest extends BrowserTest {

    private record Run(String status, String contains, Consumer<ChromeDriver> fill) {

        static Run plain(String status, String contains) {
            return new Run(status, contains, _ -> {});
        }

        static Run of(long id, String status, String contains) {
            return new Run(status, contains, browser -> enter(browser, "p-id", String.valueOf(id)));
        }
    }

    @Test
    void eachOperationIsRunAsWhoeverIsSignedIn() {
        People.Person person = people().member(1);
        long ready = report(person, "SE");
        long erased = report(person, "NO");
        long failed = failed(person);
        var runs = new TreeMap<>(Map.of(
                "listExportReports", Run.plain("200", "\"exports\""),
                "createExportReport", new Run("202", "\"pending\"", browser -> enter(browser, "p-body", """
                        {"report_type": "advertisers_csv", "search_params": {"country": "FI"}}""")),
                "getExportReport", Run.of(ready, "200", "X-Amz-Signature"),
                "cancelExportReport", Run.of(erased, "204", ""),
                "retryExportReport", Run.of(failed, "202", "\"export\""),
                "getExportManifest", Run.of(ready, "200", "\"sha256\""),
                "streamExportReport", Run.of(ready, "200", "\"completed\""),
                "listReportTypes", Run.plain("200", "advertisers_csv"),
                "getReportType", Run.plain("200", "search_params"),
                "getSchema", Run.plain("200", "openapi: 3.1")));
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, person);
        browser.get(server() + "/api_documentation");
        assertThat(browser.findElements(By.cssSelector("article a[href^='/api_documentation/']")).stream()
                        .map(link -> String.valueOf(link.getDomAttribute("href")).replaceFirst(".*/", "")))
                .containsExactlyInAnyOrderElementsOf(runs.keySet());

        runs.forEach((operation, run) -> {
            browser.get(server() + "/api_documentation/" + operation);
            await(browser, "form[data-playground]:not([hidden])");
            run.fill.accept(browser);
            browser.findElement(By.cssSelector("form[data-playground] button")).click();
            WebElement answer = await(browser, "#answer:not([hidden])");
            assertThat(answer.findElement(By.cssSelector("[data-status]")).getText())
                    .as(operation)
                    .startsWith(run.status);
            assertThat(answer.findElement(By.cssSelector("[data-took]")).getText())
                    .endsWith("ms");
            awaitBody(browser, run.contains);
            assertThat(answer.findElement(By.cssSelector("[data-curl]")).getText())
                    .startsWith("curl -X ");
        });
    }

    @Test
    void eventsAreShownAsTheyCome() {
        People.Person person = people().operator();
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, person);
        try (var _ = new StuckParts(owner())) {
            long id = askForParts(person);
            browser.get(server() + "/api_documentation/streamExportReport");
            await(browser, "form[data-playground]:not([hidden])");
            enter(browser, "p-id", String.valueOf(id));
            browser.findElement(By.cssSelector("form[data-playground] button")).click();

            awaitBody(browser, "\"processing\"");

            assertThat(person.api().delete(id).status()).isEqualTo(204);
            awaitBody(browser, "\"failed\"");
        }
    }

    private static void awaitBody(ChromeDriver browser, String part) {
        new WebDriverWait(browser, PATIENCE)
                .withMessage(part)
                .until(page -> page.findElement(By.cssSelector("#answer [data-body]"))
                        .getText()
                        .contains(part));
    }

    @Test
    void aKeyDoesForWhoIsNotSignedIn() {
        ChromeDriver browser = open(DESKTOP, false);
        browser.get(server() + "/api_documentation/listExportReports");
        await(browser, "form[data-playground]:not([hidden]) button").click();
        assertThat(await(browser, "#answer:not([hidden]) [data-status]").getText())
                .startsWith("401");

        browser.navigate().refresh();
        await(browser, "form[data-playground]:not([hidden])");
        enter(browser, "p-key", people().member(1).key());
        browser.findElement(By.cssSelector("form[data-playground] button")).click();
        assertThat(await(browser, "#answer:not([hidden]) [data-status]").getText())
                .startsWith("200");
    }

    private static void enter(ChromeDriver browser, String field, String value) {
        WebElement input = browser.findElement(By.id(field));
        input.clear();
        input.sendKeys(value);
    }

    /// A cancelled report counts as failed.
    private static long failed(People.Person person) {
        long id = askForParts(person);
        assertThat(person.api().delete(id).status()).isEqualTo(204);
        assertThat(person.api().get(id).at("/export/status").asString()).isEqualTo("failed");
        return id;
    }
}
