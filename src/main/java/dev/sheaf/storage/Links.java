package dev.sheaf.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/// Signs links to objects (AWS Signature Version 4, in the query). No request is sent, so a link may also lead to an
/// object that does not exist. Thread safe.
///
/// The SDK's signers make the same signature, but are made for any request, and take so long that the links of a list
/// cost more than all the rest of it.
final class Links {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final PercentCode PATH = new PercentCode("-._~/");
    private static final PercentCode VALUE = new PercentCode("-._~");
    private static final String CACHE_CONTROL = VALUE.encode("private, no-store");
    private static final int DAY = "yyyyMMdd".length();

    private final URI base;
    private final String host;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final Clock clock;
    private volatile @Nullable Second latest;

    /// What the links that are signed within one second share. A secret.
    ///
    /// @param before the query up to how long the link lives
    /// @param after the query from there to the name of the file; its fields stand in the order that is signed
    /// @param head what is signed, up to the digest of the request
    private record Second(
            AwsCredentials credentials, long epoch, SigningKey key, String before, String after, String head) {

        static Second of(AwsCredentials credentials, long epoch, SigningKey key, String time) {
            String token = credentials instanceof AwsSessionCredentials session
                    ? "&X-Amz-Security-Token=" + VALUE.encode(session.sessionToken())
                    : "";
            return new Second(
                    credentials,
                    epoch,
                    key,
                    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                            + VALUE.encode(credentials.accessKeyId() + "/" + key.scope())
                            + "&X-Amz-Date=" + time + "&X-Amz-Expires=",
                    token + "&X-Amz-SignedHeaders=host&response-cache-control=" + CACHE_CONTROL
                            + "&response-content-disposition=",
                    "AWS4-HMAC-SHA256\n" + time + "\n" + key.scope() + "\n");
        }

        @Override
        public String toString() {
            return "Second[" + epoch + "]";
        }
    }

    /// `base` is where the bucket's objects lie for browsers, with a slash at its end.
    Links(URI base, String region, AwsCredentialsProvider credentials, Clock clock) {
        this.base = base;
        this.host = host(base);
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    /// As clients send it: without a port that goes without saying.
    private static String host(URI base) {
        int usual = "https".equals(base.getScheme()) ? 443 : 80;
        return base.getPort() < 0 || base.getPort() == usual ? base.getHost() : base.getHost() + ":" + base.getPort();
    }

    /// Empty if the link would live for less than a second.
    Optional<Link> sign(String key, String filename, String contentType, Duration asked) {
        AwsCredentials signing;
        try {
            signing = credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new StorageFailure("No credentials to sign a link to \"" + key + "\" with.", true);
        }
        Instant now = clock.instant();
        Duration lifetime = lifetime(asked, signing.expirationTime(), now);
        if (!lifetime.isPositive()) {
            return Optional.empty();
        }
        Second second = second(signing, now.getEpochSecond());
        String path = base.getRawPath() + PATH.encode(key);
        String query = second.before() + lifetime.toSeconds() + second.after()
                + VALUE.encode(Disposition.attachment(filename)) + "&response-content-type="
                + VALUE.encode(contentType);
        // The headers that are signed, of which there is one, and the body, which nobody knows.
        String request = "GET\n" + path + "\n" + query + "\nhost:" + host + "\n\nhost\nUNSIGNED-PAYLOAD";
        String signature = second.key().sign(second.head() + sha256(request));
        String url = base.getScheme() + "://" + host + path + "?" + query + "&X-Amz-Signature=" + signature;
        return Optional.of(new Link(url, lifetime.toSeconds()));
    }

    private Second second(AwsCredentials signing, long epoch) {
        Second second = latest;
        if (second == null || second.epoch() != epoch || !second.credentials().equals(signing)) {
            String time = TIME.format(Instant.ofEpochSecond(epoch));
            String day = time.substring(0, DAY);
            SigningKey key = second != null && second.key().serves(signing.secretAccessKey(), day)
                    ? second.key()
                    : SigningKey.derive(signing.secretAccessKey(), day, region);
            second = Second.of(signing, epoch, key, time);
            latest = second;
        }
        return second;
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Digests.sha256().digest(text.getBytes(UTF_8)));
    }

    /// A link ends with the credentials that signed it, however long it was meant to live. Whole seconds; less
    /// than one is none.
    static Duration lifetime(Duration asked, Optional<Instant> credentialsEnd, Instant now) {
        Duration lifetime = asked.compareTo(S3Settings.LONGEST_LINK) > 0 ? S3Settings.LONGEST_LINK : asked;
        Duration left = credentialsEnd.map(end -> Duration.between(now, end)).orElse(lifetime);
        Duration shortest = left.compareTo(lifetime) < 0 ? left : lifetime;
        return Duration.ofSeconds(Math.max(shortest.toSeconds(), 0));
    }
}
