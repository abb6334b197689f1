package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.People;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

/// Two roles, two different pages.
class RolesInABrowserTest extends BrowserTest {

    @Test
    void anAdminSeesWhoAskedAndMembersSeeWhatIsTheirs() {
        People.Person member = people().member(2);
        People.Person other = people().member(2);
        People.Person admin = people().admin(2);
        rename(member, "Mira Member");
        long id = report(member, "PL");
        long others = report(other, "NL");

        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, admin);
        assertThat(text(browser, "#report-" + id)).contains("by Mira Member");
        assertThat(browser.findElements(By.id("report-" + others))).hasSize(1);
        new Select(browser.findElement(By.id("person")))
                .selectByValue(String.valueOf(member.id().value()));
        awaitGone(browser, "#report-" + others);
        assertThat(browser.findElements(By.id("report-" + id))).hasSize(1);
        assertThat(browser.getCurrentUrl()).contains("person=" + member.id().value());
        click(browser, "#report-" + id + " .name");
        await(browser, "a[href='/reports/" + id + "/download']");

        browser = open(DESKTOP, false);
        signIn(browser, member);
        assertThat(text(browser, "#report-" + id)).doesNotContain("by ");
        assertThat(browser.findElements(By.id("report-" + others))).isEmpty();
        assertThat(browser.findElements(By.id("person"))).isEmpty();
        browser.get(server() + "/reports/" + others);
        assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("Nothing here");
    }

    @Test
    void onlyWhoAdministersMayMakeAKeyThatDoes() {
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, people().member(2));
        browser.get(server() + "/account");
        assertThat(browser.findElements(By.cssSelector("input[name=scope]"))).hasSize(2);

        browser = open(DESKTOP, false);
        signIn(browser, people().admin(2));
        browser.get(server() + "/account");
        assertThat(browser.findElements(By.cssSelector("input[name=scope]"))).hasSize(3);
    }

    private void rename(People.Person person, String name) {
        jdbc.sql("update sheaf.users set name = ? where id = ?")
                .param(name)
                .param(person.id().value())
                .update();
    }
}
