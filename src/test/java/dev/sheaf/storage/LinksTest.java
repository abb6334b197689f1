package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
}
