package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People;
import dev.sheaf.testing.StuckParts;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

class ReportsInABrowserTest extends BrowserTest {

    @Test
    void aReportTurnsReadyWithoutAReload() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        signIn(browser, person);
        browser.executeScript("window.stillTheSamePage = true");

        person.api().create("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"IT\"}}");

        await(browser, ".badge.completed");
        assertThat(browser.executeScript("return window.stillTheSamePage")).isEqualTo(true);
    }

    /// The answer that was under way must not replace the list that the filter asks for.
    @Test
    void aFilterChosenWhileNewsComeInIsKept() throws InterruptedException {
        ChromeDriver browser = open(DESKTOP, false, HeldRequests.options());
        People.Person person = people().member(1);
        signIn(browser, person);
        try (var held = new HeldRequests(browser, "/reports")) {
            person.api().create("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"PT\"}}");
            String news = held.next();
            new Select(browser.findElement(By.id("status"))).selectByValue("failed");
            String filter = held.next();

            held.letGo(news);
            held.awaitEnd(news);
            held.letGo(filter);

            await(browser, "#list .empty a[href='/reports']");
            assertThat(browser.getCurrentUrl()).isEqualTo(server() + "/reports?status=failed");
        }
    }

    @Test
    void aChangeToldWhileNewsComeInIsShownAfterThem() throws InterruptedException {
        ChromeDriver browser = open(DESKTOP, false, HeldRequests.options());
        People.Person person = people().member(1);
        signIn(browser, person);
        try (var held = new HeldRequests(browser, "/reports")) {
            browser.executeScript("htmx.trigger(document.querySelector('[hx-trigger=changed]'), 'changed')");
            String news = held.next();
            browser.executeScript("htmx.trigger(document.querySelector('[hx-trigger=changed]'), 'changed')");

            held.letGo(news);

            assertThat(held.next()).isNotEqualTo(news);
        }
    }

    @Test
    void newsLeaveATableWhereItsReaderHasScrolledItTo() {
        ChromeDriver browser = open(PHONE, false);
        People.Person person = people().operator();
        signIn(browser, person);
        try (var _ = new StuckParts(owner())) {
            long id = askForParts(person);
            browser.get(server() + "/reports/" + id);
            await(browser, "#parts");
            browser.executeScript("""
                    document.styleSheets[0].insertRule('#parts table { min-width: 2000px }');
                    window.before = document.getElementById('parts');
                    window.before.scrollLeft = 300;
                    htmx.trigger('#main', 'changed');
                    """);

            awaitTrue(
                    browser,
                    "const parts = document.getElementById('parts');"
                            + "return parts !== window.before && parts.scrollLeft === 300");
        }
    }

    @Test
    void aFormThatIsSentTwiceGoesOutOnceUntilItsPageIsShownAgain() {
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, people().member(1));
        browser.get(server() + "/account");
        await(browser, "form.keys [name='name']").sendKeys("nightly");
        browser.executeScript("""
                window.sent = 0;
                addEventListener('submit', event => { if (!event.defaultPrevented) sent++; event.preventDefault(); });
                window.send = () => { document.querySelector('form.keys button').click(); return sent; };
                """);

        assertThat(browser.executeScript("send(); return send();")).isEqualTo(1L);

        assertThat(browser.executeScript("dispatchEvent(new Event('pageshow')); return send();"))
                .isEqualTo(2L);
    }

    @Test
    void anAdvertiserIsFoundByTypingAndByKeysAlone() {
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, people().operator());
        browser.get(server() + "/reports/new?type=clicks_details_excel");

        var search = await(browser, "[role=combobox][id='s.network_id']");
        search.sendKeys("a");
        await(browser, "[role=option]");
        search.sendKeys(Keys.ENTER);

        assertThat(browser.findElement(By.name("s.network_id")).getDomProperty("value"))
                .matches("[0-9]+");
        assertThat(browser.getCurrentUrl()).contains("s.network_id=");
    }

    @Test
    void thePlaygroundRunsARequestAsWhoeverIsSignedIn() {
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, people().member(1));
        browser.get(server() + "/api_documentation/listExportReports");

        await(browser, "form[data-playground]:not([hidden]) button").click();

        await(browser, "#answer:not([hidden])");
        assertThat(browser.findElement(By.cssSelector("[data-status]")).getText())
                .startsWith("200");
        assertThat(browser.findElement(By.cssSelector("[data-body]")).getText()).contains("\"exports\"");
    }
}
