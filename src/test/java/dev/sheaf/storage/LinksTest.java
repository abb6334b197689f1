package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

class LinksTest {

    private static final URI BASE = URI.create("https://files.example/");
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

    /// The SDK signs the same request for the same moment.
    @Property(tries = 300)
    void aLinkIsSignedAsTheSdkSignsIt(
            @ForAll @StringLength(min = 1, max = 40) String key,
            @ForAll @StringLength(max = 40) String filename,
            @ForAll("bases") URI base,
            @ForAll boolean session,
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        AwsCredentials credentials = session
                ? AwsSessionCredentials.create("access", "secret", "to/ke+n==")
                : AwsBasicCredentials.create("access", "secret");
        Clock clock = Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
        var links = new Links(base, "eu-central-1", StaticCredentialsProvider.create(credentials), clock);

        URI url = URI.create(links.sign("reports/" + key, filename, "text/csv; charset=utf-8", Duration.ofMinutes(5))
                .orElseThrow()
                .url());

        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol(base.getScheme())
                .host(base.getHost())
                .port(base.getPort() < 0 ? null : base.getPort())
                .encodedPath(base.getRawPath() + SdkHttpUtils.urlEncodeIgnoreSlashes("reports/" + key))
                .putRawQueryParameter("response-cache-control", "private, no-store")
                .putRawQueryParameter("response-content-disposition", Disposition.attachment(filename))
                .putRawQueryParameter("response-content-type", "text/csv; charset=utf-8")
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials)
                        .request(request)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        assertThat(url.getRawPath()).isEqualTo(signed.getUri().getRawPath());
        assertThat(url.getAuthority()).isEqualTo(signed.getUri().getAuthority());
        assertThat(url.getRawQuery().split("&"))
                .containsExactlyInAnyOrder(signed.getUri().getRawQuery().split("&"));
    }

    /// What links of one second share is made anew for the next one, for another day and for other credentials.
    @Test
    void aLinkIsThatOfItsMomentWhateverWasSignedBefore() {
        var now = new AtomicReference<>(NOW);
        var credentials = new AtomicReference<AwsCredentials>(AwsBasicCredentials.create("access", "secret"));
        InstantSource moving = now::get;
        var links = new Links(BASE, "eu-central-1", credentials::get, moving.withZone(ZoneOffset.UTC));
        var seen = new HashSet<String>();
        for (AwsCredentials signing : List.of(
                AwsBasicCredentials.create("access", "secret"),
                AwsBasicCredentials.create("access", "another"),
                AwsSessionCredentials.create("access", "another", "token"),
                AwsSessionCredentials.create("access", "another", "next"))) {
            for (Duration later : List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(1))) {
                credentials.set(signing);
                now.set(NOW.plus(later));
                String fresh = url(new Links(
                        BASE,
                        "eu-central-1",
                        StaticCredentialsProvider.create(signing),
                        Clock.fixed(now.get(), ZoneOffset.UTC)));

                assertThat(url(links)).isEqualTo(fresh).isEqualTo(url(links));
                assertThat(seen.add(fresh)).isTrue();
            }
        }
    }

    private static String url(Links links) {
        return links.sign("reports/1.csv", "1.csv", "text/csv", Duration.ofMinutes(5))
                .orElseThrow()
                .url();
    }

    @Provide
    Arbitrary<URI> bases() {
        return Arbitraries.of(
                        "http://127.0.0.1:9000/files/",
                        "https://files.example/",
                        "https://files.example:443/deep/files/",
                        "http://files.example:80/files/",
                        "https://files.example:8443/files/")
                .map(URI::create);
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
