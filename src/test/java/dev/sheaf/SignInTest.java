package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Passwords;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.testing.Browser;
import dev.sheaf.testing.ServerTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Passwords, sessions, and what a browser can be tricked into.
class SignInTest extends ServerTest {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    private Users users;

    @Autowired
    private Passwords passwords;

    private final String email = UUID.randomUUID() + "@people.example";

    @Test
    void aPasswordIsStoredAsArgon2idAndOpensASessionThatLiesInTheDatabase() {
        UserId user = person();
        var browser = new Browser(server());
        String before = browser.cookie("sheaf_session");

        HttpResponse<String> answer = browser.signIn(email, PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(Browser.location(answer)).endsWith("/reports");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("sheaf_session=")
                        .contains("HttpOnly", "SameSite=Lax")
                        .doesNotContain("Secure"));
        assertThat(browser.cookie("sheaf_session")).isNotEmpty().isNotEqualTo(before);
        assertThat(browser.get("/reports").statusCode()).isEqualTo(200);
        assertThat(jdbc.sql("select password_hash from sheaf.users where id = ?")
                        .param(user.value())
                        .query(String.class)
                        .single())
                .startsWith("$argon2id$");
        assertThat(jdbc.sql("select count(*) from sheaf.spring_session")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void behindHttpsTheSessionIsForHttpsOnly() {
        person();
        var browser = new Browser(server());
        String token =
                browser.get("/sign_in").body().replaceFirst("(?s).*<meta name=\"csrf\" content=\"([^\"]+)\".*", "$1");

        HttpResponse<String> answer = browser.send(HttpRequest.newBuilder(URI.create(server() + "/sign_in"))
                .header("X-Forwarded-Proto", "https")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("email=" + email + "&password=correct+horse+battery&_csrf=" + token)));

        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("sheaf_session=").contains("Secure"));
    }

    @Test
    void aSecondSignInGetsAnotherSessionAndEndsTheFirst() {
        person();
        var browser = new Browser(server());
        browser.signIn(email, PASSWORD);
        String first = browser.cookie("sheaf_session");
        String token =
                browser.get("/account").body().replaceFirst("(?s).*<meta name=\"csrf\" content=\"([^\"]+)\".*", "$1");

        browser.post("/sign_in", "email", email, "password", PASSWORD, "_csrf", token);

        assertThat(browser.cookie("sheaf_session")).isNotEqualTo(first);
        HttpResponse<String> stolen = new Browser(server())
                .send(HttpRequest.newBuilder(URI.create(server() + "/reports"))
                        .header("Cookie", "sheaf_session=" + first));
        assertThat(stolen.statusCode()).isEqualTo(302);
    }

    @Test
    void whoeverIsNotSignedInIsLedToDoSoAndBack() {
        person();
        var browser = new Browser(server());

        HttpResponse<String> away = browser.get("/reports/new?type=deals_excel");
        assertThat(Browser.location(away)).endsWith("/sign_in?next=%2Freports%2Fnew%3Ftype%3Ddeals_excel");
        HttpResponse<String> back = browser.submit(
                "/sign_in", "/sign_in", "email", email, "password", PASSWORD, "next", "/reports/new?type=deals_excel");

        assertThat(Browser.location(back)).endsWith("/reports/new?type=deals_excel");
    }

    @Test
    void whoseSessionEndedIsLedBackToTheirPage() {
        var browser = new Browser(server());
        String form = "/reports/new?type=deals_excel&s.status=active";
        String signIn = "/sign_in?next=%2Freports%2Fnew%3Ftype%3Ddeals_excel%26s.status%3Dactive";

        HttpResponse<String> part = browser.send(HttpRequest.newBuilder(URI.create(server() + "/reports/new/check"))
                .header("HX-Request", "true")
                .header("HX-Current-URL", server() + form));
        HttpResponse<String> sent = browser.send(HttpRequest.newBuilder(URI.create(server() + "/reports"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Referer", server() + form)
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + browser.token("/sign_in"))));
        HttpResponse<String> odd = browser.send(HttpRequest.newBuilder(URI.create(server() + "/reports/new/check"))
                .header("HX-Request", "true")
                .header("HX-Current-URL", "http://a b"));

        assertThat(part.headers().firstValue("HX-Redirect")).contains(signIn);
        assertThat(Browser.location(sent)).endsWith(signIn);
        assertThat(odd.headers().firstValue("HX-Redirect")).contains("/sign_in?next=%2Freports");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "/\t/evil.example",
                "javascript:alert(1)",
                "/a\r\nSet-Cookie: a=b"
            })
    void nobodyIsLedToAnotherSite(String next) {
        person();

        HttpResponse<String> answer = new Browser(server())
                .submit("/sign_in", "/sign_in", "email", email, "password", PASSWORD, "next", next);

        assertThat(URI.create(Browser.location(answer)).getPath()).isEqualTo("/reports");
        assertThat(Browser.location(answer)).doesNotContain("evil");
    }

    @Test
    void guessesAreThrottledByTheAddressOfMailAndTheRightPasswordNoLongerHelps() {
        person();
        var browser = new Browser(server());
        for (int guess = 0; guess < 5; guess++) {
            assertThat(browser.signIn(email, "guess " + guess).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> answer = browser.signIn(email, PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("Too many attempts");
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Try again in 15 minutes.',                    'Try again in 1 minute.'",
        "de, 'Versuchen Sie es in 15 Minuten wieder.', 'Versuchen Sie es in 1 Minute wieder.'"
    })
    void whoIsThrottledIsToldForHowLong(String language, String atFirst, String atLast) {
        person();
        var browser = new Browser(server());
        for (int guess = 0; guess < 5; guess++) {
            browser.signIn(email, "guess " + guess);
        }

        pass("30 seconds");
        assertThat(throttled(browser, language)).contains(atFirst);
        pass("14 minutes");
        assertThat(throttled(browser, language)).contains(atLast);
    }

    private void pass(String time) {
        jdbc.sql("update sheaf.sign_in_attempts set since = since - cast(? as interval) where subject = ?")
                .params(time, "email:" + email)
                .update();
    }

    private String throttled(Browser browser, String language) {
        return browser.send(HttpRequest.newBuilder(URI.create(server() + "/sign_in"))
                        .header("Accept-Language", language)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "email=" + email + "&password=any&_csrf=" + browser.token("/sign_in"))))
                .body();
    }

    @Test
    void anUnknownAddressIsAnsweredLikeAWrongPassword() {
        person();
        var browser = new Browser(server());
        HttpResponse<String> wrong = browser.signIn(email, "not the password");
        HttpResponse<String> unknown = browser.signIn("nobody-" + email, "not the password");

        assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).contains("do not belong together");
        assertThat(wrong.body()).contains("do not belong together");
    }

    @Test
    void theSecretOfAnInvitationStandsInNoOtherAddress() {
        HttpResponse<String> forged = new Browser(server())
                .send(HttpRequest.newBuilder(URI.create(server() + "/welcome"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Referer", server() + "/welcome?token=secret")
                        .POST(BodyPublishers.ofString("token=secret")));

        assertThat(Browser.location(forged)).endsWith("/sign_in?stale");
    }

    @Test
    void aFormWithoutItsTokenChangesNothing() {
        person();
        var browser = new Browser(server());
        browser.signIn(email, PASSWORD);
        long before = jdbc.sql("select count(*) from sheaf.api_keys")
                .query(Long.class)
                .single();

        HttpResponse<String> forged = browser.post("/account/keys", "name", "forged", "days", "30");
        HttpResponse<String> api = browser.send(HttpRequest.newBuilder(URI.create(server() + "/api/v1/exports"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"report_type\": \"advertisers_csv\"}")));

        assertThat(Browser.location(forged)).startsWith(server() + "/sign_in?");
        assertThat(browser.follow(browser.follow(forged)).body()).contains("nothing has been done");
        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(api.body()).contains("FORBIDDEN", "X-CSRF-TOKEN");
        assertThat(jdbc.sql("select count(*) from sheaf.api_keys")
                        .query(Long.class)
                        .single())
                .isEqualTo(before);
    }

    @Test
    void aSessionMayReadByTheApi() {
        person();
        var browser = new Browser(server());
        browser.signIn(email, PASSWORD);

        assertThat(browser.get("/api/v1/exports").statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionMayChangeByTheApiWithTheTokenOfAPage() {
        person();
        var browser = new Browser(server());
        browser.signIn(email, PASSWORD);

        HttpResponse<String> asked = browser.send(HttpRequest.newBuilder(URI.create(server() + "/api/v1/exports"))
                .header("Content-Type", "application/json")
                .header("X-CSRF-TOKEN", browser.token("/account"))
                .POST(BodyPublishers.ofString("{\"report_type\": \"advertisers_csv\"}")));

        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
    }

    @Test
    void aNewPasswordEndsOtherSessions() {
        person();
        var here = new Browser(server());
        var elsewhere = new Browser(server());
        here.signIn(email, PASSWORD);
        elsewhere.signIn(email, PASSWORD);

        here.submit("/account", "/account/password", "current", PASSWORD, "password", "another long one");

        assertThat(here.get("/reports").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/reports").statusCode()).isEqualTo(302);
        assertThat(new Browser(server()).signIn(email, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(new Browser(server()).signIn(email, "another long one").statusCode())
                .isEqualTo(302);
    }

    @Test
    void signingOutEndsTheSession() {
        person();
        var browser = new Browser(server());
        browser.signIn(email, PASSWORD);
        String session = browser.cookie("sheaf_session");

        browser.submit("/account", "/sign_out");

        HttpResponse<String> again = new Browser(server())
                .send(HttpRequest.newBuilder(URI.create(server() + "/reports"))
                        .header("Cookie", "sheaf_session=" + session));
        assertThat(again.statusCode()).isEqualTo(302);
    }

    @Test
    void anInvitationSetsAPasswordOnce() {
        UserId user = users.add(email, "Invited", false);
        String secret = passwords.invite(user, Duration.ofHours(1));
        String page = "/welcome?token=" + secret;
        var browser = new Browser(server());

        HttpResponse<String> shorter =
                browser.submit(page, "/welcome", "token", secret, "name", "Ivy", "email", email, "password", "short");
        HttpResponse<String> accepted =
                browser.submit(page, "/welcome", "token", secret, "name", "Ivy", "email", email, "password", PASSWORD);

        assertThat(shorter.statusCode()).isEqualTo(422);
        assertThat(Browser.location(accepted)).endsWith("/reports");
        assertThat(browser.get("/reports").body()).contains("Ivy");
        assertThat(new Browser(server()).get(page).statusCode()).isEqualTo(404);
    }

    /// Whoever comes with an address from elsewhere is taken for its user, so it must be the operator who gives it.
    @Test
    void whoIsInvitedCannotTakeAnotherAddress() {
        UserId user = users.add(email, "Invited", false);
        String secret = passwords.invite(user, Duration.ofHours(1));
        String other = UUID.randomUUID() + "@people.example";

        accept(secret, other);

        assertThat(users.byEmail(other)).isEmpty();
        assertThat(users.byEmail(email)).contains(user);
        assertThat(new Browser(server()).signIn(email, PASSWORD).statusCode()).isEqualTo(302);
    }

    @Test
    void theFirstOperatorGivesTheirAddress() {
        UserId user = users.add("operator@" + UUID.randomUUID() + ".localdomain", "Operator", true);
        String secret = passwords.invite(user, Duration.ofHours(1));

        accept(secret, email);

        assertThat(users.byEmail(email)).contains(user);
    }

    @Test
    void pagesCarryAPolicyThatLetsNoForeignOrInlineScriptIn() {
        HttpResponse<String> page = new Browser(server()).get("/sign_in");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<style", " style=", "onclick=", "<script>");
    }

    private void accept(String secret, String address) {
        String page = "/welcome?token=" + secret;
        new Browser(server())
                .submit(page, "/welcome", "token", secret, "name", "Ivy", "email", address, "password", PASSWORD);
    }

    private UserId person() {
        forgetSignIns();
        UserId user = users.byEmail(email).orElseGet(() -> users.add(email, "Somebody", false));
        passwords.set(user, PASSWORD);
        return user;
    }
}
