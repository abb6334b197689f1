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

    /// Empty if the link would live for less than a second.
    Optional<Link> sign(String key, String filename, String contentType, Duration asked) {
        Duration lifetime;
        try {
            lifetime = lifetime(asked, credentials.resolveCredentials().expirationTime(), clock.instant());
        } catch (SdkException e) {
            throw new StorageFailure("No credentials to sign a link to \"" + key + "\" with.", true);
        }
        if (!lifetime.isPositive()) {
            return Optional.empty();
        }
        var signed = signer.presignGetObject(presign -> presign.signatureDuration(lifetime)
                .getObjectRequest(get -> get.bucket(bucket)
                        .key(key)
                        .responseContentDisposition(Disposition.attachment(filename))
                        .responseContentType(contentType)
                        .responseCacheControl("private, no-store")));
        return Optional.of(new Link(URI.create(signed.url().toString()), lifetime.toSeconds()));
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
