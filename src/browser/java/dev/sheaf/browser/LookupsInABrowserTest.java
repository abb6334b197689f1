package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/// Fields in which names are looked up: what is typed there counts, or the form does not go out.
class LookupsInABrowserTest extends BrowserTest {

    private static final String COUNTRY = "[role=combobox][id='s.country']";

    /// `IN` is a part of the names of more countries than are suggested.
    @Test
    void whoGoesOnWithoutPickingHasWhatTheyTyped() {
        ChromeDriver browser = onTheForm("advertisers_csv");
        Map.of("germany", "DE", "Germ", "DE", "de", "DE", "in", "IN", "Niger", "NE")
                .forEach((typed, code) -> {
                    browser.get(server() + "/reports/new?type=advertisers_csv");

                    await(browser, COUNTRY).sendKeys(typed, Keys.TAB);

                    await(browser, chosen("s.country", code));
                    assertThat(browser.findElement(By.cssSelector(COUNTRY)).getDomProperty("value"))
                            .as(typed)
                            .isEmpty();
                    assertThat(browser.getCurrentUrl()).contains("s.country=" + code);
                });
    }

    @Test
    void anIdIsTakenToo() {
        ChromeDriver browser = onTheForm("clicks_details_excel");
        String id = jdbc.sql("select max(id)::text from affiliate.networks").query(String.class).single();

        await(browser, "[role=combobox][id='s.network_id']").sendKeys(id, Keys.TAB);

        await(browser, chosen("s.network_id", id));
    }

    @Test
    void whatIsNoOneNameKeepsTheFormBack() {
        ChromeDriver browser = onTheForm("advertisers_csv");
        WebElement search = await(browser, COUNTRY);
        for (String typed : List.of("Nowhere", "Ger,many", "a")) {
            search.sendKeys(typed, Keys.TAB);

            await(browser, COUNTRY + "[aria-invalid=true]");
            awaitSaid(browser, "Choose one of the suggestions, or empty this field.");
            submit(browser);
            assertThat(browser.executeScript("return document.activeElement.id"))
                    .as(typed)
                    .isEqualTo("s.country");
            assertThat(search.getDomProperty("validationMessage"))
                    .isEqualTo("Choose one of the suggestions, or empty this field.");
            search.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
            assertThat(browser.findElements(By.cssSelector("[aria-invalid=true], .error")))
                    .isEmpty();
        }
        submit(browser);
        await(browser, ".badge.completed");
    }

    @Test
    void thatNothingIsFoundIsSaid() {
        ChromeDriver browser = onTheForm("advertisers_csv");

        await(browser, COUNTRY).sendKeys("Nowhere");

        awaitSaid(browser, "Nothing found");
    }

    @Test
    void enterBeforeTheSuggestionsAreThereTakesTheNameAndSendsNothing() {
        ChromeDriver browser = onTheForm("advertisers_csv");
        await(browser, COUNTRY).click();
        holdLookups(browser);

        press(browser, "Ge");
        awaitHeld(browser);
        press(browser, "rmany", Keys.ENTER);
        releaseLookups(browser);

        await(browser, chosen("s.country", "DE"));
    }

    @Test
    void whoCreatesBeforeTheSuggestionsAreThereGetsWhatTheyTyped() {
        ChromeDriver browser = onTheForm("advertisers_csv");
        await(browser, COUNTRY).click();
        holdLookups(browser);

        press(browser, "austria");
        submit(browser);
        submit(browser);
        awaitHeld(browser);
        releaseLookups(browser);

        await(browser, ".badge.completed");
        assertThat(text(browser, "dl")).contains("Austria");
    }

    private ChromeDriver onTheForm(String type) {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().operator();
        signIn(browser, person);
        browser.get(server() + "/reports/new?type=" + type);
        await(browser, "[role=combobox]");
        return browser;
    }

    private static String chosen(String name, String value) {
        return "input[name='" + name + "'][value='" + value + "']";
    }

    /// Requests by `fetch` stay where they are from now on.
    private static void holdLookups(ChromeDriver browser) {
        browser.executeScript("""
                window.held = [];
                const real = window.fetch;
                window.fetch = (...request) => new Promise(go => held.push(() => go(real(...request))));
                window.release = () => { window.fetch = real; held.forEach(go => go()); };
                """);
    }

    private static void awaitHeld(ChromeDriver browser) {
        awaitTrue(browser, "return held.length > 0");
    }

    private static void releaseLookups(ChromeDriver browser) {
        browser.executeScript("release()");
    }
}
