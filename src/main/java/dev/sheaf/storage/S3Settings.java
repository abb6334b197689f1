package dev.sheaf.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which bucket Sheaf keeps its files in, and how to speak to the server behind it (`sheaf.s3.*`, `SHEAF_S3_*`).
///
/// @param endpoint the server's address as this process reaches it; none means AWS
/// @param publicEndpoint the same server as browsers reach it: links are signed for that host; default `endpoint`
/// @param bucket the bucket's name
/// @param region the region to sign for; servers other than AWS mostly take any
/// @param accessKey none, together with `secretKey`, means the AWS default chain (environment, profile, role)
/// @param secretKey the secret that belongs to `accessKey`
/// @param pathStyle whether the bucket stands in the path instead of the host; default: when an endpoint is set
/// @param compatible for older or other servers: checksums only where required, Content-MD5
/// @param createBucket whether a missing bucket is made at start
/// @param linkLifetime how long a link works at most; 7 days or less
/// @param readTimeout how long the server may be silent; joining a large object can be one long silence
@ConfigurationProperties("sheaf.s3")
public record S3Settings(
        @Nullable URI endpoint,
        @Nullable URI publicEndpoint,
        @DefaultValue("sheaf") String bucket,
        @DefaultValue("us-east-1") String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable Boolean pathStyle,
        @DefaultValue("false") boolean compatible,
        @DefaultValue("false") boolean createBucket,
        @DefaultValue("1h") Duration linkLifetime,
        @DefaultValue("2m") Duration readTimeout) {

    /// The longest lifetime that the signature's version allows.
    static final Duration LONGEST_LINK = Duration.ofDays(7);

    public S3Settings {
        endpoint = address("sheaf.s3.endpoint", endpoint);
        publicEndpoint = address("sheaf.s3.public-endpoint", publicEndpoint);
        publicEndpoint = publicEndpoint == null ? endpoint : publicEndpoint;
        bucket = bucket.isBlank() ? "sheaf" : bucket.strip();
        region = region.isBlank() ? "us-east-1" : region.strip();
        accessKey = blankToNull(accessKey);
        secretKey = blankToNull(secretKey);
        pathStyle = pathStyle == null ? endpoint != null : pathStyle;
        if (!bucket.matches("[A-Za-z0-9._-]{3,63}")) {
            throw new UnusableSettings("sheaf.s3.bucket is \"" + bucket
                    + "\", but a bucket's name has 3 to 63 letters, digits, dots and hyphens.");
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new UnusableSettings("sheaf.s3.access-key and sheaf.s3.secret-key belong together, but only "
                    + (accessKey == null ? "sheaf.s3.secret-key" : "sheaf.s3.access-key") + " is set.");
        }
        if (linkLifetime.toSeconds() < 1 || linkLifetime.compareTo(LONGEST_LINK) > 0) {
            throw new UnusableSettings("sheaf.s3.link-lifetime is " + linkLifetime
                    + ", but a signed link lives between one second and 7 days.");
        }
        if (readTimeout.toSeconds() < 1) {
            throw new UnusableSettings(
                    "sheaf.s3.read-timeout is " + readTimeout + ", but must be at least one second.");
        }
    }

    private static @Nullable URI address(String setting, @Nullable URI uri) {
        if (uri == null || uri.toString().isBlank()) {
            return null;
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new UnusableSettings(
                    setting + " must be an address such as https://s3.example.com or http://127.0.0.1:9000, without"
                            + " user, password or query.");
        }
        return uri;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "S3Settings[endpoint=" + endpoint + ", publicEndpoint=" + publicEndpoint + ", bucket=" + bucket
                + ", region=" + region + ", pathStyle=" + pathStyle + ", compatible=" + compatible + "]";
    }
}
