package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aLinkLivesAsLongAsAsked() {
        assertThat(Links.lifetime(Duration.ofMinutes(5), Optional.empty(), NOW)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aLinkLivesNoLongerThanSevenDays() {
        assertThat(Links.lifetime(Duration.ofDays(30), Optional.empty(), NOW)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aLinkLivesNoLongerThanItsCredentials() {
        assertThat(Links.lifetime(Duration.ofHours(1), Optional.of(NOW.plusMillis(90_900)), NOW))
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void credentialsThatHaveEndedSignNothing() {
        assertThat(Links.lifetime(Duration.ofHours(1), Optional.of(NOW.minusSeconds(1)), NOW))
                .isZero();
        assertThat(Links.lifetime(Duration.ofMillis(900), Optional.empty(), NOW))
                .isZero();
    }

    @Test
    void objectsLieWhereTheSettingsSay() {
        assertThat(S3.base(settings("http://127.0.0.1:9000", null, true))).hasToString("http://127.0.0.1:9000/files/");
        assertThat(S3.base(settings("http://inside:9000", "https://files.example", true)))
                .hasToString("https://files.example/files/");
        assertThat(S3.base(settings("http://inside:9000", "https://s3.example", false)))
                .hasToString("https://files.s3.example/");
        assertThat(S3.base(settings(null, null, false))).hasToString("https://files.s3.eu-central-1.amazonaws.com/");
    }

    private static S3Settings settings(@Nullable String endpoint, @Nullable String publicEndpoint, boolean pathStyle) {
        return new S3Settings(
                endpoint == null ? null : URI.create(endpoint),
                publicEndpoint == null ? null : URI.create(publicEndpoint),
                "files",
                "eu-central-1",
                "key",
                "secret",
                pathStyle,
                false,
                false,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
    }
}
