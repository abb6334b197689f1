package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sheaf.access.Users;
import dev.sheaf.testing.Browser;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.TestIssuer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Signing in to the pages with an account at an issuer of OpenID Connect, which really signs.
class CompanyAccountTest extends ServerTest {

    private static final TestIssuer ISSUER = TestIssuer.ONE;

    @Autowired
    private Users users;

    private final String email = UUID.randomUUID() + "@people.example";
    private Browser browser = new Browser("");

    @BeforeEach
    void open() {
        browser = new Browser(server());
    }

    @Test
    void theAccountOfTheIssuerOpensASessionAndLeadsToWhereOneWantedToGo() {
        users.add(email, "Somebody", false);
        String offered = browser.get("/sign_in?next=/account").body();
        assertThat(offered).contains("href=\"/sign_in/with/company?next=/account\"", "your company account");

        HttpResponse<String> back = back(leave("?next=/account"), ISSUER.claims(email));

        assertThat(Browser.location(browser.follow(back))).isEqualTo(server() + "/account");
        assertThat(browser.get("/account").body()).contains("Somebody");
        assertThat(jdbc.sql(
                                "select count(*) from sheaf.spring_session_attributes where attribute_name like '%AUTHORIZED_CLIENT%'"
                                        + " or attribute_name like '%SECURITY_CONTEXT%'")
                        .query(Long.class)
                        .single())
                .as("tokens of the issuer that were kept")
                .isZero();
    }

    @Test
    void anUnknownOrUnverifiedAddressAndAClosedUserAreRefusedInASentence() {
        refused(ISSUER.claims("nobody-" + email), "nobody here has your verified address");
        users.add(email, "Somebody", false);
        refused(ISSUER.claims(email).claim("email_verified", false), "nobody here has your verified address");
        refused(ISSUER.claims(email).claim("email", null), "nobody here has your verified address");
        users.close(users.byEmail(email).orElseThrow());
        refused(ISSUER.claims(email), "nobody here has your verified address");
    }

    @Test
    void aTokenForAnotherJourneyOrOfAnotherIssuerIsRefused() {
        users.add(email, "Somebody", false);
        refused(ISSUER.claims(email).claim("nonce", "another"), "did not work");
        refused(ISSUER.claims(email).issuer("http://127.0.0.1:1"), "did not work");

        URI authorize = leave("");
        URI back = ISSUER.agree(authorize, ISSUER.claims(email));
        refusedBy(browser.get("/sign_in/back?" + back.getRawQuery().replace("state=", "state=x")), "did not work");
        refusedBy(browser.get("/sign_in/back?error=access_denied&state=unknown"), "did not work");
    }

    /// Somebody who slips their own code under another's browser, or a code that was caught on its way.
    @Test
    void aCodeIsOfNoUseToAnotherBrowser() {
        users.add(email, "Somebody", false);
        URI back = ISSUER.agree(leave(""), ISSUER.claims(email));
        var other = new Browser(server());
        HttpResponse<String> stolen = other.get("/sign_in/back?" + back.getRawQuery());
        assertThat(Browser.location(stolen)).endsWith("/sign_in?problem=company");

        String own = ISSUER.agree(leave(other, ""), ISSUER.claims(email)).getRawQuery();
        String code = back.getRawQuery().replaceFirst("code=([^&]+).*", "$1");
        stolen = other.get("/sign_in/back?" + own.replaceFirst("code=[^&]+", "code=" + code));
        assertThat(Browser.location(stolen)).endsWith("/sign_in?problem=company");
        assertThat(other.get("/reports").statusCode()).isEqualTo(302);
    }

    @Test
    void nobodyIsLedElsewhereAfterwards() {
        users.add(email, "Somebody", false);
        HttpResponse<String> back = back(leave("?next=https://evil.example/"), ISSUER.claims(email));
        assertThat(Browser.location(browser.follow(back))).isEqualTo(server() + "/reports");
    }

    @Test
    void anUnknownIssuerIsNoFailureInside() {
        refusedBy(browser.get("/sign_in/with/another"), "did not work");
    }

    private URI leave(String query) {
        return leave(browser, query);
    }

    private static URI leave(Browser browser, String query) {
        HttpResponse<String> away = browser.get("/sign_in/with/company" + query);
        assertThat(away.statusCode()).isEqualTo(302);
        return URI.create(Browser.location(away));
    }

    private HttpResponse<String> back(URI authorize, JWTClaimsSet.Builder claims) {
        URI back = ISSUER.agree(authorize, claims);
        assertThat(back.toString()).startsWith(server() + "/sign_in/back?");
        return browser.get("/sign_in/back?" + back.getRawQuery());
    }

    private void refused(JWTClaimsSet.Builder claims, String sentence) {
        refusedBy(back(leave(""), claims), sentence);
    }

    private void refusedBy(HttpResponse<String> back, String sentence) {
        assertThat(back.statusCode()).isEqualTo(302);
        assertThat(browser.follow(back).body()).contains(sentence);
        assertThat(browser.get("/reports").statusCode()).isEqualTo(302);
    }
}
