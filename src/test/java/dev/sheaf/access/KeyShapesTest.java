package dev.sheaf.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Whatever text comes as a key.
class KeyShapesTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Property
    void noTextBreaksTheParser(@ForAll String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
        assertThat(ApiKey.parse("sheaf_" + text)).isEmpty();
    }

    @Property
    void aMistypedDigitIsNoticed(@ForAll @IntRange(max = 35) int place, @ForAll char digit) {
        String secret = ApiKey.generate(RANDOM).secret();
        var mistyped = new StringBuilder(secret);
        mistyped.setCharAt("sheaf_".length() + place, digit);
        assertThat(ApiKey.parse(mistyped.toString()).isPresent())
                .isEqualTo(mistyped.toString().equals(secret));
    }

    @Property
    void aKeyShowsItselfToNobodyButItsMaker(@ForAll @IntRange(min = 1, max = 41) int length) {
        ApiKey key = ApiKey.generate(RANDOM);
        assertThat(ApiKey.parse(key.secret())).isPresent();
        assertThat(ApiKey.parse(key.secret().substring(0, length))).isEmpty();
        assertThat(key.toString()).doesNotContain(key.secret().substring(6));
    }
}
