package dev.sheaf.storage;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Signs links to objects (AWS Signature Version 4, in the query). No request is sent, so a link may also lead to an
/// object that does not exist.
///
/// The SDK's presigner does the same at five times the price, which a list of a hundred reports would pay a
/// hundred times. `base` is where the bucket's objects lie for browsers, with a slash at its end.
record Links(URI base, String region, AwsCredentialsProvider credentials, Clock clock) {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /// Empty if the link would live for less than a second.
    Optional<Link> sign(String key, String filename, String contentType, Duration asked) {
        AwsCredentials signing;
        try {
            signing = credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new StorageFailure("No credentials to sign a link to \"" + key + "\" with.", true);
        }
        Duration lifetime = lifetime(asked, signing.expirationTime(), clock.instant());
        if (!lifetime.isPositive()) {
            return Optional.empty();
        }
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol(base.getScheme())
                .host(base.getHost())
                .port(base.getPort() < 0 ? null : base.getPort())
                .encodedPath(base.getRawPath() + SdkHttpUtils.urlEncodeIgnoreSlashes(key))
                .putRawQueryParameter("response-cache-control", "private, no-store")
                .putRawQueryParameter("response-content-disposition", Disposition.attachment(filename))
                .putRawQueryParameter("response-content-type", contentType)
                .build();
        URI url = SIGNER.sign(sign -> sign.identity(signing)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request()
                .getUri();
        return Optional.of(new Link(url, lifetime.toSeconds()));
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
