package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.fail;

import dev.sheaf.access.Passwords;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.beans.factory.annotation.Autowired;

/// A test with a browser of its own.
@Tag("browser")
abstract class BrowserTest extends ServerTest {

    static final Dimension DESKTOP = new Dimension(1280, 900);
    static final Dimension PHONE = new Dimension(375, 812);

    /// A host that browsers take for another machine, and that leads to this one.
    static final String ELSEWHERE = "sheaf.example";

    static final String PASSWORD = "correct horse battery";
    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST_TABS = 200;

    @Autowired
    private Passwords passwords;

    private @Nullable ChromeDriver driver;

    ChromeDriver open(Dimension size, boolean dark) {
        return open(size, dark, new ChromeOptions());
    }

    ChromeDriver open(Dimension size, boolean dark, ChromeOptions options) {
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP " + ELSEWHERE + " 127.0.0.1",
                "--window-size=" + size.getWidth() + "," + size.getHeight());
        options.setExperimentalOption(
                "prefs",
                Map.of(
                        "intl.accept_languages",
                        "en",
                        "download.default_directory",
                        folder.toAbsolutePath().toString(),
                        "download.prompt_for_download",
                        false));
        if (size.equals(PHONE)) {
            // A window is never as narrow as a phone; this is the screen of one, with its touches.
            options.setExperimentalOption(
                    "mobileEmulation",
                    Map.of(
                            "deviceMetrics",
                            Map.of("width", size.getWidth(), "height", size.getHeight(), "pixelRatio", 2.0)));
        }
        if (dark) {
            options.addArguments("--force-dark-mode", "--blink-settings=preferredColorScheme=0");
        }
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .build();
        close();
        ChromeDriver opened = new ChromeDriver(service, options);
        driver = opened;
        return opened;
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.quit();
            driver = null;
        }
    }

    void signIn(ChromeDriver browser, People.Person person) {
        String email = withPassword(person);
        browser.get(server() + "/sign_in");
        browser.findElement(By.id("email")).sendKeys(email);
        browser.findElement(By.id("password")).sendKeys(PASSWORD + "\n");
        await(browser, "#list");
    }

    /// Lets them sign in; with which address.
    String withPassword(People.Person person) {
        forgetSignIns();
        passwords.set(person.id(), PASSWORD);
        return jdbc.sql("select email from sheaf.users where id = ?")
                .param(person.id().value())
                .query(String.class)
                .single();
    }

    /// Asks for a report of several parts, which is built even if there is one like it.
    static long askForParts(People.Person person) {
        return person.api()
                .create("{\"report_type\": \"clicks_details_excel\", \"search_params\": {%s}, \"fresh\": true}"
                        .formatted(ALL_DAYS))
                .at("/export/id")
                .asLong();
    }

    static WebElement await(ChromeDriver browser, String selector) {
        return new WebDriverWait(browser, PATIENCE).until(page -> page.findElement(By.cssSelector(selector)));
    }

    /// The text of what is found there, also if news of a report replace it meanwhile.
    static String text(ChromeDriver browser, String selector) {
        return whereNewsComeIn(browser)
                .until(page -> page.findElement(By.cssSelector(selector)).getText());
    }

    /// Clicks what is found there, also if news of a report replace it meanwhile.
    static void click(ChromeDriver browser, String selector) {
        whereNewsComeIn(browser).until(page -> {
            page.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    private static FluentWait<WebDriver> whereNewsComeIn(ChromeDriver browser) {
        return new WebDriverWait(browser, PATIENCE).ignoring(StaleElementReferenceException.class);
    }

    static void awaitGone(ChromeDriver browser, String selector) {
        new WebDriverWait(browser, PATIENCE)
                .until(page -> page.findElements(By.cssSelector(selector)).isEmpty());
    }

    /// Until the live region says so.
    static void awaitSaid(ChromeDriver browser, String text) {
        new WebDriverWait(browser, PATIENCE)
                .until(page -> text.equals(page.findElement(By.id("said")).getDomProperty("textContent")));
    }

    static void awaitTrue(ChromeDriver browser, String script) {
        new WebDriverWait(browser, PATIENCE).until(_ -> Boolean.TRUE.equals(browser.executeScript(script)));
    }

    static void awaitAt(ChromeDriver browser, String prefix) {
        new WebDriverWait(browser, PATIENCE)
                .until(page -> String.valueOf(page.getCurrentUrl()).startsWith(prefix));
    }

    /// Sends the form on the page. A click could miss the button, which moves while the estimate comes in.
    static void submit(ChromeDriver browser) {
        await(browser, "aside .primary");
        browser.executeScript("document.querySelector('aside .primary').click()");
    }

    static void press(ChromeDriver browser, CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /// Presses Tab until what is wanted has the focus.
    static void reach(ChromeDriver browser, String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (Boolean.TRUE.equals(
                    browser.executeScript("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
            press(browser, Keys.TAB);
        }
        fail("%s cannot be reached by the Tab key", selector);
    }

    /// The one file that the browser has stored in full.
    Path awaitDownload(String ending) {
        return Awaitility.await().atMost(PATIENCE).until(() -> downloaded(ending), Optional::isPresent).orElseThrow();
    }

    private Optional<Path> downloaded(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).findAny();
        }
    }
}
