package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/// Browsers have six connections to a server, so a page holds a stream only as long as it is of use.
class StreamsInABrowserTest extends BrowserTest {

    private static final int MORE_THAN_CONNECTIONS = 8;

    @Test
    void moreTabsThanThereAreConnectionsAllLoad() {
        ChromeDriver browser = open(DESKTOP, false);
        browser.manage().timeouts().pageLoadTimeout(PATIENCE);
        signIn(browser, people().member(1));

        for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
            browser.switchTo().newWindow(WindowType.TAB);
            browser.get(server() + "/reports");
            awaitTrue(browser, "return document.querySelector('#list')?.checkVisibility()");
        }
    }

    @Test
    void aTabThatIsLookedAtAgainShowsWhatHasHappenedMeanwhile() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        recordStreams(browser);
        signIn(browser, person);
        String tab = browser.getWindowHandle();
        awaitTrue(browser, "return streams.length === 1 && streams[0].readyState === 1");

        browser.switchTo().newWindow(WindowType.TAB);
        long id = report(person, "SE");
        browser.switchTo().window(tab);
        awaitTrue(browser, "return streams[0].readyState === 2");
        browser.executeCdpCommand("Page.bringToFront", Map.of());

        await(browser, "#report-" + id + " .badge.completed");
        awaitTrue(browser, "return streams.length === 2 && streams[1].readyState === 1");
    }

    /// As browsers tell of a page that they keep when it is left, and of the way back to it.
    @Test
    void aPageThatIsComeBackToIsLiveAgain() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        recordStreams(browser);
        signIn(browser, person);
        awaitTrue(browser, "return performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
        awaitTrue(browser, "return streams.length === 1 && streams[0].readyState === 1");

        browser.executeScript("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        assertThat(browser.executeScript("return streams.every(each => each.readyState === 2)"))
                .isEqualTo(true);
        browser.executeScript("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        await(browser, "#report-" + report(person, "FI") + " .badge.completed");
    }

    @Test
    void aReportThatHasEndedLeavesNoStream() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        recordStreams(browser);
        signIn(browser, person);
        try (var _ = new HeldTable(owner(), "affiliate.advertisers")) {
            long id = person.api()
                    .create("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"DK\"}}")
                    .at("/export/id")
                    .asLong();
            browser.get(server() + "/reports/" + id);
            awaitTrue(browser, "return streams.length === 1 && streams[0].readyState === 1");
        }

        await(browser, "#report .badge.completed");
        awaitTrue(browser, "return streams.length === 1 && streams[0].readyState === 2");
    }

    private static void recordStreams(ChromeDriver browser) {
        browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                window.streams = [];
                window.EventSource = class extends EventSource {
                    constructor(url) { super(url); streams.push(this); }
                };
                """));
    }
}
