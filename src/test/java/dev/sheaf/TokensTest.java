package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.sheaf.access.Users;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.TestIssuer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Callers who bring a token instead of a key.
class TokensTest extends ServerTest {

    private static final TestIssuer ISSUER = TestIssuer.ONE;

    @Autowired
    private Users users;

    private final String email = UUID.randomUUID() + "@people.example";

    @Test
    void aGoodTokenLetsItsUserInAlsoAfterTheIssuerHasChangedItsKey() {
        user();
        assertThat(status(ISSUER.sign(ISSUER.claims(email).build()))).isEqualTo(200);
        ISSUER.rotate();
        assertThat(status(ISSUER.sign(ISSUER.claims(email).build()))).isEqualTo(200);
    }

    @Test
    void whatIsWrongInATokenKeepsItsUserOut() throws JOSEException {
        user();
        refused(ISSUER.claims(email).issuer("http://127.0.0.1:1").build());
        refused(ISSUER.claims(email).audience("another").build());
        refused(ISSUER.claims(email).audience((String) null).build());
        refused(ISSUER.claims(email).expirationTime(at(-120)).build());
        refused(ISSUER.claims(email).expirationTime(null).build());
        refused(ISSUER.claims(email).notBeforeTime(at(120)).build());
        refused(ISSUER.claims(email).claim("email_verified", false).build());
        refused(ISSUER.claims(email).claim("email_verified", "true").build());
        refused(ISSUER.claims(email).claim("email_verified", null).build());
        refused(ISSUER.claims("nobody@people.example").build());

        JWTClaimsSet good = ISSUER.claims(email).build();
        RSAKey foreign = TestIssuer.newKey();
        refused(TestIssuer.sign(good, JWSAlgorithm.RS256, ISSUER.key().getKeyID(), new RSASSASigner(foreign)));
        refused(TestIssuer.sign(good, JWSAlgorithm.RS256, foreign.getKeyID(), new RSASSASigner(foreign)));
        refused(new PlainJWT(good).serialize());
        // The published key taken for a shared secret.
        byte[] published = ISSUER.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        refused(TestIssuer.sign(good, JWSAlgorithm.HS256, ISSUER.key().getKeyID(), new MACSigner(published)));
        refused(ISSUER.sign(good) + "x");
        refused("nonsense");
    }

    @Test
    void whoWasClosedIsKeptOutThoughTheIssuerVouchesForThem() {
        user();
        String token = ISSUER.sign(ISSUER.claims(email).build());
        assertThat(status(token)).isEqualTo(200);
        users.close(users.byEmail(email).orElseThrow());
        refused(token);
        refused(ISSUER.claims(email).build());
    }

    @Test
    void clocksMayDifferALittle() {
        user();
        assertThat(status(
                        ISSUER.sign(ISSUER.claims(email).expirationTime(at(-10)).build())))
                .isEqualTo(200);
        assertThat(status(ISSUER.sign(ISSUER.claims(email).notBeforeTime(at(10)).build())))
                .isEqualTo(200);
    }

    @Test
    void aTokenAllowsNoMoreThanItsScopesSay() {
        user();
        String reads = ISSUER.sign(
                ISSUER.claims(email).claim("scope", "openid exports:read").build());
        assertThat(status(reads)).isEqualTo(200);
        HttpResponse<String> answer = Api.raw(new Api(server(), null)
                .request("/exports")
                .header("Authorization", "Bearer " + reads)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        ErrorAnswer.check(answer, 403, "FORBIDDEN");
    }

    private void user() {
        users.add(email, "Somebody", false);
    }

    private static Date at(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private void refused(JWTClaimsSet claims) {
        refused(ISSUER.sign(claims));
    }

    private void refused(String token) {
        HttpResponse<String> answer = ask(token);
        String message =
                ErrorAnswer.check(answer, 401, "UNAUTHORIZED").path("message").asString();
        assertThat(message).doesNotContain(token);
        assertThat(answer.headers().allValues("WWW-Authenticate")).anyMatch(way -> way.startsWith("Bearer"));
    }

    private int status(String token) {
        return ask(token).statusCode();
    }

    private HttpResponse<String> ask(String token) {
        return Api.raw(new Api(server(), null)
                .request("/exports")
                .header("Authorization", "Bearer " + token)
                .GET());
    }
}
