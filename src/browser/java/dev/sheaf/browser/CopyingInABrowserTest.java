package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.chrome.ChromeDriver;

/// What the buttons that copy put into the clipboard, and what they say.
class CopyingInABrowserTest extends BrowserTest {

    private static final String BEFORE = "what was there before";

    @Test
    void aLinkToTheFileIsCopied() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        long id = report(person, "NL");
        openWithAClipboard(browser, person, id);

        click(browser, "#copy-" + id);

        awaitSaid(browser, "Copied");
        assertThat(clipboard(browser)).startsWith("http").contains("/reports/" + id + "/");
    }

    /// Instead of a link comes a page, to sign in or to say that there is nothing.
    @ParameterizedTest
    @CsvSource({"signed out, en, Not copied", "signed out, de, Nicht kopiert", "erased, en, Not copied"})
    void aPageIsNotTakenForALink(String happened, String language, String said) {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        long id = report(person, "NL");
        jdbc.sql("update sheaf.users set language = ? where id = ?")
                .param(language)
                .param(person.id().value())
                .update();
        openWithAClipboard(browser, person, id);
        if (happened.equals("erased")) {
            person.api().delete(id);
        } else {
            browser.manage().deleteAllCookies();
        }

        click(browser, "#copy-" + id);

        awaitSaid(browser, said);
        assertThat(clipboard(browser)).isEqualTo(BEFORE);
    }

    /// Browsers give a clipboard to pages by HTTPS or of the same machine only.
    @Test
    void withoutAClipboardNoLinkIsAskedFor() {
        ChromeDriver browser = open(DESKTOP, false);
        People.Person person = people().member(1);
        long id = report(person, "NL");
        signIn(browser, person);
        var session = Objects.requireNonNull(browser.manage().getCookieNamed("sheaf_session"));
        String elsewhere = server().replace("127.0.0.1", ELSEWHERE);
        browser.get(elsewhere + "/sign_in");
        browser.manage().addCookie(new Cookie(session.getName(), session.getValue()));
        browser.get(elsewhere + "/reports/" + id);
        assertThat(browser.executeScript("return navigator.clipboard")).isNull();
        long before = links(person);

        click(browser, "#copy-" + id);

        awaitSaid(browser, "Not copied");
        assertThat(links(person)).isEqualTo(before);
    }

    private void openWithAClipboard(ChromeDriver browser, People.Person person, long id) {
        signIn(browser, person);
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite"), "origin", server()));
        browser.get(server() + "/reports/" + id);
        browser.executeAsyncScript("navigator.clipboard.writeText(arguments[0]).then(arguments[1])", BEFORE);
    }

    private static String clipboard(ChromeDriver browser) {
        return String.valueOf(browser.executeAsyncScript("navigator.clipboard.readText().then(arguments[0])"));
    }

    private long links(People.Person person) {
        return jdbc.sql("select count(*) from sheaf.audit where user_id = ? and action = 'downloaded'")
                .param(person.id().value())
                .query(Long.class)
                .single();
    }
}
