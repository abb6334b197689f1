package dev.sheaf.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T00:00:00Z",
                "2026-11-24T10:20:00Z",
                "2026-11-24T10:20:30Z",
                "2026-11-24T10:20:00.1Z",
                "2026-11-24T10:20:30.001Z",
                "2026-11-24T10:20:30.000001Z",
                "2026-11-24T10:20:30.000000001Z",
                "1969-12-31T23:59:59.9Z",
                "-0001-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59.999999999Z"
            })
    void readsAsTheOneOfJava(String text) {
        Instant instant = Instant.parse(text);

        assertThat(InstantText.of(instant)).isEqualTo(instant.toString());
    }
}
