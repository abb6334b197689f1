package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// An issuer of tokens that really signs, and publishes its keys over HTTP.
public final class TestIssuer {

    public static final TestIssuer ONE = new TestIssuer();
    public static final String AUDIENCE = "sheaf-test";

    public static final String CLIENT = "sheaf-pages";
    public static final String CLIENT_SECRET = "only-the-issuer-and-sheaf-know-this";

    private record Grant(String redirect, String challenge, JWTClaimsSet claims) {}

    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile RSAKey key = newKey();

    private TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/.well-known/openid-configuration", exchange -> answer(exchange, """
                            {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"],
                             "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                             "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
                            """.formatted(url())));
            server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
            server.createContext("/token", this::token);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        answer(exchange, 200, body);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /// What somebody does who was led to `authorize` and agrees there: they are led back to what is returned. Their
    /// token has `claims`, and the nonce that was asked for.
    public URI agree(URI authorize, JWTClaimsSet.Builder claims) {
        Map<String, String> asked = parameters(authorize.getRawQuery());
        assertThat(authorize.toString()).startsWith(url() + "/authorize?");
        assertThat(asked).containsEntry("response_type", "code").containsEntry("code_challenge_method", "S256");
        assertThat(asked.get("scope")).contains("openid", "email");
        String code = UUID.randomUUID().toString();
        if (claims.getClaims().get("nonce") == null) {
            claims.claim("nonce", asked.get("nonce"));
        }
        JWTClaimsSet promised = claims.audience(asked.get("client_id")).build();
        grants.put(
                code,
                new Grant(asked.getOrDefault("redirect_uri", ""), asked.getOrDefault("code_challenge", ""), promised));
        return URI.create(asked.get("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
    }

    /// Codes for tokens: once, to the client with its secret, who can show what it made the challenge of.
    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> sent =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = grants.remove(sent.getOrDefault("code", ""));
        String basic =
                Base64.getEncoder().encodeToString((CLIENT + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        if (grant != null
                && ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && grant.redirect.equals(sent.get("redirect_uri"))
                && grant.challenge.equals(challenge(sent.getOrDefault("code_verifier", "")))) {
            answer(exchange, 200, """
                    {"access_token": "%s", "token_type": "Bearer", "expires_in": 60, "id_token": "%s"}
                    """.formatted(UUID.randomUUID(), sign(grant.claims)));
        } else {
            answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String form) {
        return Arrays.stream(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// From now on signs with another key, and publishes no other.
    public void rotate() {
        key = newKey();
    }

    public RSAKey key() {
        return key;
    }

    /// All that a good token has; tests spoil one thing.
    public JWTClaimsSet.Builder claims(String email) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("somebody")
                .claim("email", email)
                .claim("email_verified", true)
                .issueTime(Date.from(Instant.now().minusSeconds(300)))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    public String sign(JWTClaimsSet claims) {
        try {
            return sign(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
        try {
            var token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
