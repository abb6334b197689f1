package dev.sheaf.storage;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Signs links to objects. No request is sent, so a link may also lead to an object that does not exist.
record Links(S3Presigner signer, AwsCredentialsProvider credentials, String bucket, Clock clock) {

    Link sign(String key, String filename, String contentType, Duration asked) {
        Duration lifetime;
        try {
            lifetime = lifetime(key, asked, credentials.resolveCredentials().expirationTime(), clock.instant());
        } catch (SdkException e) {
            throw new StorageFailure("No credentials to sign a link to \"" + key + "\" with.", true);
        }
        var signed = signer.presignGetObject(presign -> presign.signatureDuration(lifetime)
                .getObjectRequest(get -> get.bucket(bucket)
                        .key(key)
                        .responseContentDisposition(Disposition.attachment(filename))
                        .responseContentType(contentType)
                        .responseCacheControl("private, no-store")));
        return new Link(URI.create(signed.url().toString()), lifetime.toSeconds());
    }

    /// A link ends with the credentials that signed it, however long it was meant to live.
    static Duration lifetime(String key, Duration asked, Optional<Instant> credentialsEnd, Instant now) {
        Duration lifetime = asked.compareTo(S3Settings.LONGEST_LINK) > 0 ? S3Settings.LONGEST_LINK : asked;
        Duration left = credentialsEnd.map(end -> Duration.between(now, end)).orElse(lifetime);
        Duration shortest = left.compareTo(lifetime) < 0 ? left : lifetime;
        if (shortest.toSeconds() < 1) {
            throw new StorageFailure(
                    "A link to \"" + key + "\" would live for " + shortest + ", but needs at least one second.", true);
        }
        return Duration.ofSeconds(shortest.toSeconds());
    }
}
