package dev.sheaf.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.MissingTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Keys as callers meet them: what they look like, what becomes of them, and that nothing gives them away.
class ApiKeyTest extends ServerTest {

    private static final String SHAPE = "sheaf_[0-9A-Za-z]{36}";

    @Autowired
    private ApiKeys keys;

    @Autowired
    private Users users;

    @Test
    void keysHaveTheirShapeAndAreAllDifferent() {
        var random = new SecureRandom();
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String secret = ApiKey.generate(random).secret();
            assertThat(secret).matches(SHAPE);
            assertThat(ApiKey.parse(secret)).isPresent();
            made.add(secret);
        }
        assertThat(made).hasSize(1000);
        assertThat(people().member(1).key()).matches(SHAPE);
    }

    /// CRC-32 finds every change of up to four neighbouring characters, so every single wrong one and every swap.
    @Test
    void aMistypedKeyIsToldWithoutALookUp() {
        String secret = ApiKey.generate(new SecureRandom()).secret();
        for (int at = "sheaf_".length(); at < secret.length(); at++) {
            for (char other : "0AaZz9".toCharArray()) {
                String mistyped = secret.substring(0, at) + other + secret.substring(at + 1);
                assertThat(ApiKey.parse(mistyped).isPresent()).as(mistyped).isEqualTo(mistyped.equals(secret));
            }
            if (at + 1 < secret.length() && secret.charAt(at) != secret.charAt(at + 1)) {
                String swapped =
                        secret.substring(0, at) + secret.charAt(at + 1) + secret.charAt(at) + secret.substring(at + 2);
                assertThat(ApiKey.parse(swapped)).as(swapped).isEmpty();
            }
        }
        for (String cut : List.of(
                "",
                "sheaf_",
                secret.substring(1),
                secret.substring(0, 41),
                secret + "0",
                " " + secret,
                secret + "\n",
                secret.replace("sheaf_", "Sheaf_"),
                secret.replace("sheaf_", "other_"))) {
            assertThat(ApiKey.parse(cut)).as(cut).isEmpty();
        }
    }

    @Test
    void onlyTheHashIsStored() throws Exception {
        Person person = people().member(1);
        String random = person.key().substring("sheaf_".length());
        String row = jdbc.sql("select k::text || encode(hash, 'escape') from sheaf.api_keys k where user_id = :user")
                .param("user", person.id().value())
                .query(String.class)
                .single();
        String hash = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(person.key().getBytes(StandardCharsets.US_ASCII)));
        assertThat(row).contains("\\x" + hash).doesNotContain(random).doesNotContain(hex(random));
        for (String piece : pieces(random)) {
            assertThat(row).doesNotContain(piece);
        }
        assertThat(ApiKey.parse(person.key()).orElseThrow().toString()).isEqualTo("sheaf_…");
    }

    @Test
    void aKeyThatIsNoLongerGoodIsAnsweredAsOneThatNeverWas() {
        Person revoked = people().member(1);
        assertThat(revoked.api().list("").status()).isEqualTo(200);
        assertThat(keys.revoke(revoked.id(), "test")).isEqualTo(1);
        Person owner = people().member(1);
        String expired = keys.issue(owner.id(), "expired", Instant.now().minusSeconds(1));
        String later = keys.issue(owner.id(), "later", Instant.now().plusSeconds(3600));
        String unknown = ApiKey.generate(new SecureRandom()).secret();
        String mistyped = owner.key().substring(0, 41) + (owner.key().endsWith("0") ? "1" : "0");

        assertThat(new Api(server(), later).list("").status()).isEqualTo(200);
        String missing = refusal(null);
        for (String key :
                List.of(revoked.key(), expired, unknown, mistyped, "", "nonsense", "sheaf_", "x".repeat(500))) {
            assertThat(refusal(key)).as(key).isEqualTo(missing);
        }
        assertThat(refusal(owner.key() + ", " + owner.key())).isEqualTo(missing);
    }

    private String refusal(@Nullable String key) {
        Api api = new Api(server(), key);
        assertThat(api.list("").status()).isEqualTo(401);
        HttpResponse<String> answer = Api.raw(api.request("/exports/1").GET());
        ErrorAnswer.check(answer, 401, "UNAUTHORIZED");
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .startsWith("ApiKey realm=\"sheaf\", header=\"X-Api-Key\"");
        return answer.body().replaceAll("\"(timestamp|request_id)\":\"[^\"]*\"", "\"$1\":\"…\"")
                + Api.headerNames(answer.headers());
    }

    @Test
    void useIsNotedAndRefusalIsNot() {
        Person person = people().member(1);
        assertThat(lastUsed(person)).isFalse();
        keys.revoke(person.id(), "test");
        person.api().list("");
        assertThat(lastUsed(person)).as("by a revoked key").isFalse();

        String key = keys.issue(person.id(), "another", null);
        new Api(server(), key).list("");
        assertThat(lastUsed(person)).isTrue();
    }

    private boolean lastUsed(Person person) {
        return jdbc.sql("""
                select coalesce(bool_or(last_used_at >= created_at), false) from sheaf.api_keys where user_id = :user
                """)
                .param("user", person.id().value())
                .query(Boolean.class)
                .single();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void theLogNeverHoldsAKey(CapturedOutput log) {
        Person person = people().member(1);
        person.api().list("");
        person.api().create("{\"report_type\": \"" + person.key() + "\"}");
        Api.raw(person.api().request("/nothing?api_key=" + person.key()).GET());
        Api.raw(HttpRequest.newBuilder(URI.create(server() + "/api/v1/exports?api_key=" + person.key())));
        keys.revoke(person.id(), "test");
        person.api().list("");

        Person failing = people().member(1);
        try (MissingTable _ = new MissingTable(owner(), "reports")) {
            assertThat(Api.raw(failing.api().request("/exports").GET()).statusCode())
                    .isEqualTo(500);
        }

        assertThat(log.getAll())
                .contains("reports")
                .doesNotContain(person.key())
                .doesNotContain(failing.key());
        for (Person somebody : List.of(person, failing)) {
            for (String piece : pieces(somebody.key().substring("sheaf_".length()))) {
                assertThat(log.getAll()).doesNotContain(piece);
            }
        }
    }

    /// Every twelve characters in a row: longer than chance repeats.
    private static List<String> pieces(String secret) {
        return IntStream.rangeClosed(0, secret.length() - 12)
                .mapToObj(at -> secret.substring(at, at + 12))
                .toList();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void usersKeepTheirKeysWhenTheyGetMore() {
        UserId user = users.add("two-keys@people.example", "Two Keys", false);
        String first = keys.issue(user, "first", null);
        String second = keys.issue(user, "second", null);
        keys.revoke(user, "second");
        assertThat(new Api(server(), first).list("").status()).isEqualTo(200);
        assertThat(new Api(server(), second).list("").status()).isEqualTo(401);
    }
}
