package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.People;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.StuckParts;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

/// The whole way of a member, from signing in to a file on their disk.
class MemberInABrowserTest extends BrowserTest {

    private static final long PUBLISHER = 1;
    private static final List<String> COLUMNS =
            List.of("id", "title", "discount_value", "starts_at", "exclusive", "country");

    @ParameterizedTest
    @ValueSource(strings = {"desktop", "phone"})
    void fromSigningInToAFileThatHoldsWhatTheDatabaseHolds(String device) {
        ChromeDriver browser = open(device.equals("phone") ? PHONE : DESKTOP, false);
        signIn(browser, people().member(PUBLISHER));

        browser.findElement(By.linkText("New report")).click();
        await(browser, "a[href*='type=deals_excel']").click();
        await(browser, "input[name='s.status'][value='paused']").click();
        new Select(browser.findElement(By.id("sort_by"))).selectByValue("ends_at");
        browser.findElement(By.cssSelector("[data-columns] summary")).click();
        browser.findElement(By.cssSelector("[data-check='none']")).click();
        COLUMNS.forEach(column -> browser.findElement(
                        By.cssSelector("input[name='columns'][value='" + column + "']"))
                .click());
        await(browser, "#preview table");
        assertThat(browser.getCurrentUrl()).contains("s.status=paused", "sort_by=ends_at", "columns=discount_value");
        browser.findElement(By.cssSelector("aside .primary")).click();
        await(browser, ".badge.completed");
        browser.findElement(By.linkText("Download")).click();
        Path file = awaitDownload(".xlsx");

        List<List<@Nullable Object>> expected = jdbc.sql("""
                select d.id::text, d.title, d.discount_value, d.starts_at, d.exclusive, d.country
                from affiliate.deals d join affiliate.advertisers a on a.id = d.advertiser_id
                where a.publisher_id = ? and d.status = 'paused'
                order by d.ends_at asc nulls last, d.id
                """)
                .param(PUBLISHER)
                .query((row, _) -> Expected.cells(row, ZoneId.of("UTC")))
                .list();
        assertThat(expected).hasSizeGreaterThan(5);
        SameCells.check(Workbooks.rows(file), expected);
    }

    @Test
    void theSameByKeysAlone() throws IOException {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(PUBLISHER);
        String email = withPassword(person);

        browser.get(server() + "/sign_in");
        press(browser, email, Keys.TAB, PASSWORD, Keys.ENTER);
        await(browser, "#list");
        reach(browser, "a[href='/reports/new']");
        press(browser, Keys.ENTER);
        await(browser, "a[href*='type=advertisers_csv']");
        reach(browser, "a[href*='type=advertisers_csv']");
        press(browser, Keys.ENTER);
        await(browser, "[role=combobox][id='s.country']");
        reach(browser, "[role=combobox][id='s.country']");
        press(browser, "Germ");
        await(browser, "[role=option]");
        press(browser, Keys.ENTER);
        reach(browser, "aside .primary");
        press(browser, Keys.ENTER);
        await(browser, ".badge.completed");
        reach(browser, "a[href$='/download']");
        press(browser, Keys.ENTER);

        assertThat(ids(awaitDownload(".csv")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(jdbc.sql(
                                "select id::text from affiliate.advertisers where publisher_id = ? and country = 'DE'")
                        .param(PUBLISHER)
                        .query(String.class)
                        .list());
    }

    private static List<String> ids(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            return records.stream().map(each -> each.getField("id")).toList();
        }
    }

    @Test
    void progressMovesWithoutAReloadAndTheFocusStaysWhereItWas() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().operator();
        signIn(browser, person);
        try (var _ = new StuckParts(owner())) {
            long id = askForParts(person);
            browser.get(server() + "/reports/" + id);
            browser.executeScript("window.stillTheSamePage = true");
            reach(browser, "#cancel-" + id);
            await(browser, "progress[max='100']:not([value='0'])");
            assertThat(browser.executeScript("return window.stillTheSamePage")).isEqualTo(true);
            // Asked in one go: the button is replaced at each piece of news.
            assertThat(browser.executeScript("return document.activeElement.id")).isEqualTo("cancel-" + id);

            press(browser, Keys.ENTER);
            browser.switchTo().alert().accept();
            await(browser, ".badge.failed");
        }
    }
}
