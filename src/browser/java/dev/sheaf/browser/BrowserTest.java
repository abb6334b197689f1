package dev.sheaf.browser;

import dev.sheaf.access.Passwords;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.io.File;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.beans.factory.annotation.Autowired;

/// A test with a browser of its own.
@Tag("browser")
abstract class BrowserTest extends ServerTest {

    static final Dimension DESKTOP = new Dimension(1280, 900);
    static final Dimension PHONE = new Dimension(375, 812);

    private static final String PASSWORD = "correct horse battery";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Autowired
    private Passwords passwords;

    private @Nullable ChromeDriver driver;

    ChromeDriver open(Dimension size, boolean dark) {
        var options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
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
        passwords.set(person.id(), PASSWORD);
        browser.get(server() + "/sign_in");
        browser.findElement(By.id("email")).sendKeys(email(person));
        browser.findElement(By.id("password")).sendKeys(PASSWORD + "\n");
        await(browser, "#list");
    }

    private String email(People.Person person) {
        return jdbc.sql("select email from sheaf.users where id = ?")
                .param(person.id().value())
                .query(String.class)
                .single();
    }

    static WebElement await(ChromeDriver browser, String selector) {
        return new WebDriverWait(browser, PATIENCE).until(page -> page.findElement(By.cssSelector(selector)));
    }
}
