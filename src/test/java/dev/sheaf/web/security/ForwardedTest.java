package dev.sheaf.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// What is read out of `Forwarded`. Proxies of ours have addresses that begin with 10.
class ForwardedTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/api/forwarded.csv", delimiter = '|', quoteCharacter = '`', nullValues = "-")
    void whatTheOutermostProxyTells(
            String header, @Nullable String address, @Nullable String scheme, @Nullable String host) {
        Optional<Forwarded> told = outermost(header);
        assertThat(told.map(Forwarded::address)).isEqualTo(Optional.ofNullable(address));
        assertThat(told.map(Forwarded::scheme)).isEqualTo(Optional.ofNullable(scheme));
        assertThat(told.map(Forwarded::host)).isEqualTo(Optional.ofNullable(host));
    }

    @Property
    void whateverCallersWriteBeforeItWhatAProxyAddsCountsOrNothingDoes(@ForAll("pieces") String sent) {
        for (String added : List.of(
                "for=203.0.113.9;proto=https;host=reports.example",
                "for=\"203.0.113.9\";proto=\"https\";host=\"reports.example\"")) {
            assertThat(outermost(sent + "," + added))
                    .isIn(Optional.empty(), Optional.of(new Forwarded("203.0.113.9", "https", "reports.example")));
        }
    }

    @Property
    void anyTextIsReadOrCountsForNothing(@ForAll String text) {
        outermost(text).ifPresent(told -> assertThat(told.scheme()).isIn(null, "http", "https"));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "for", "host", "proto", "=", ";", ",", "\"", "\\", " ", "evil.example", "10.0.0.1", "https")
                .list()
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces));
    }

    private static Optional<Forwarded> outermost(String header) {
        return Forwarded.outermost(header, address -> address.startsWith("10."));
    }
}
