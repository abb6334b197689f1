package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Autowired;

/// What people see while the database is away.
class OutageInABrowserTest extends BrowserTest {

    @Autowired
    private HikariDataSource pool;

    @ParameterizedTest
    @CsvSource({"desktop, false", "phone, false", "dark, true"})
    void thePageThatSaysSoHasNoViolationEither(String device, boolean dark) throws SQLException, IOException {
        ChromeDriver browser = open(device.equals("phone") ? PHONE : DESKTOP, dark);
        browser.get(server() + "/api_documentation");
        browser.manage().addCookie(new Cookie("sheaf_session", "c29tZWJvZHk="));
        long before = pool.getConnectionTimeout();
        var taken = new ArrayList<Connection>();
        try {
            pool.setConnectionTimeout(250);
            take(taken);
            browser.get(server() + "/reports");

            assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("Back in a moment");
            assertThat(browser.executeScript("""
                    return getComputedStyle(document.body).margin === "0px"
                        && document.querySelector(".brand img").naturalWidth > 0"""))
                    .as("it looks like the others")
                    .isEqualTo(true);
            ScreenshotsTest.picture(browser, device, "away");
            assertThat(AccessibilityTest.violations(browser, dark, "away")).isEmpty();
        } finally {
            for (Connection one : taken) {
                one.close();
            }
            pool.setConnectionTimeout(before);
        }
    }

    /// All there are.
    private void take(List<Connection> taken) throws SQLException {
        while (taken.size() < pool.getMaximumPoolSize()) {
            try {
                taken.add(pool.getConnection());
            } catch (SQLException e) {
                assertThat(taken).as("somebody else has the last ones").isNotEmpty();
                return;
            }
        }
    }
}
