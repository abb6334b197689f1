package dev.sheaf.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sheaf.testing.People;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What somebody may try through the browser of another.
class HostileInABrowserTest extends BrowserTest {

    private static final String SCRIPT = "<img src=x onerror='window.owned=1'><script>window.owned=1</script>";

    @Test
    void aScriptInANameIsShownAndNotRun() {
        JdbcClient owner = JdbcClient.create(owner());
        record Advertiser(long id, String name, long network) {}
        Advertiser one = owner.sql(
                        "select id, name, network_id as network from affiliate.advertisers where publisher_id = 1 limit 1")
                .query(Advertiser.class)
                .single();
        owner.sql("update affiliate.advertisers set name = ? where id = ?")
                .param(SCRIPT)
                .param(one.id)
                .update();
        try {
            ChromeDriver browser = open(DESKTOP, false);
            People.Person person = people().member(1);
            jdbc.sql("update sheaf.users set name = ? where id = ?")
                    .param(SCRIPT)
                    .param(person.id().value())
                    .update();
            signIn(browser, person);
            assertThat(browser.findElement(By.className("who")).getText()).isEqualTo(SCRIPT);

            browser.get(server() + "/reports/new?type=deals_excel");
            await(browser, "[role=combobox][id='s.advertiser_id']").sendKeys("onerror");
            assertThat(await(browser, "[role=option]").getText()).startsWith(SCRIPT);
            browser.get(server() + "/reports/new?type=advertisers_csv&columns=id&columns=name&s.name=onerror");
            assertThat(await(browser, "#preview tbody").getText()).contains(SCRIPT);
            browser.get(server() + "/reports/new?type=advertisers_csv&s.name=" + "%3Cscript%3Ewindow.owned=1%3C/script%3E");
            await(browser, "#check pre");

            assertThat(browser.executeScript("return window.owned")).isNull();
        } finally {
            owner.sql("update affiliate.advertisers set name = ? where id = ?")
                    .param(one.name)
                    .param(one.id)
                    .update();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "https://evil.example/", "/%5Cevil.example", "javascript:alert(1)"})
    void signingInLeadsNowhereElse(String next) {
        ChromeDriver browser = open(DESKTOP, false);
        String email = withPassword(people().member(1));
        browser.get(server() + "/sign_in?next=" + next);
        browser.findElement(By.id("email")).sendKeys(email);
        browser.findElement(By.id("password")).sendKeys(PASSWORD + "\n");
        await(browser, "#list");
        assertThat(browser.getCurrentUrl()).isEqualTo(server() + "/reports");
    }

    /// Another port of the same host counts as the same site, so the session comes along; another name does not.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void aFormOnAForeignPageChangesNothing(String host) throws IOException {
        People.Person person = people().member(1);
        long id = person.api()
                .build("{\"report_type\": \"advertisers_csv\", \"search_params\": {\"country\": \"AT\"}}")
                .path("id")
                .asLong();
        ChromeDriver browser = open(DESKTOP, false);
        signIn(browser, person);
        HttpServer evil = foreign("<form method=post action='" + server() + "/reports/" + id
                + "/cancel'></form><script>document.forms[0].submit()</script>");
        try {
            browser.get("http://" + host + ":" + evil.getAddress().getPort() + "/");
            awaitAt(browser, server());
        } finally {
            evil.stop(0);
        }
        assertThat(jdbc.sql("select object_key from sheaf.reports where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isNotNull();
    }

    private static HttpServer foreign(String page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            Objects.requireNonNull(exchange.getResponseBody()).write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
