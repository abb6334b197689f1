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
    private static final int DAY = "yyyyMMdd".length();

    private final URI base;
    private final String host;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final Clock clock;
    private volatile @Nullable SigningKey latest;

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
        String path = base.getRawPath() + PATH.encode(key);
        String time = TIME.format(now);
        SigningKey signer = key(signing.secretAccessKey(), time.substring(0, DAY));
        String query = query(signing, signer, time, lifetime, filename, contentType);
        // The headers that are signed, of which there is one, and the body, which nobody knows.
        String request = "GET\n" + path + "\n" + query + "\nhost:" + host + "\n\nhost\nUNSIGNED-PAYLOAD";
        String signature = signer.sign("AWS4-HMAC-SHA256\n" + time + "\n" + signer.scope() + "\n" + sha256(request));
        String url = base.getScheme() + "://" + host + path + "?" + query + "&X-Amz-Signature=" + signature;
        return Optional.of(new Link(url, lifetime.toSeconds()));
    }

    private SigningKey key(String secret, String day) {
        SigningKey key = latest;
        if (key == null || !key.serves(secret, day)) {
            key = SigningKey.derive(secret, day, region);
            latest = key;
        }
        return key;
    }

    /// In the order of their names, as they are signed.
    private static String query(
            AwsCredentials signing,
            SigningKey signer,
            String time,
            Duration lifetime,
            String filename,
            String contentType) {
        var query = new StringBuilder("X-Amz-Algorithm=AWS4-HMAC-SHA256");
        put(query, "X-Amz-Credential", signing.accessKeyId() + "/" + signer.scope());
        put(query, "X-Amz-Date", time);
        put(query, "X-Amz-Expires", Long.toString(lifetime.toSeconds()));
        if (signing instanceof AwsSessionCredentials session) {
            put(query, "X-Amz-Security-Token", session.sessionToken());
        }
        put(query, "X-Amz-SignedHeaders", "host");
        put(query, "response-cache-control", "private, no-store");
        put(query, "response-content-disposition", Disposition.attachment(filename));
        put(query, "response-content-type", contentType);
        return query.toString();
    }

    private static void put(StringBuilder query, String name, String value) {
        query.append('&').append(name).append('=').append(VALUE.encode(value));
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
