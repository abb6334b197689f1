package dev.sheaf.storage;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3Utilities;

/// The SDK's client, links and credentials, made to fit the settings. Thread safe; closed with the bucket.
record S3(S3Client client, Links links, AwsCredentialsProvider credentials) implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final String PROBE = "probe";

    static S3 connect(S3Settings settings) {
        AwsCredentialsProvider credentials = credentials(settings);
        return new S3(
                client(settings, credentials),
                new Links(base(settings), settings.region(), credentials, Clock.systemUTC()),
                credentials);
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        String accessKey = settings.accessKey();
        String secretKey = settings.secretKey();
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    private static S3Client client(S3Settings settings, AwsCredentialsProvider credentials) {
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .serviceConfiguration(style(settings))
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .connectionAcquisitionTimeout(Duration.ofMinutes(1))
                        .socketTimeout(settings.readTimeout())
                        .tcpKeepAlive(true));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (LoopbackSigner.serves(settings.endpoint())) {
            builder.putAuthScheme(LoopbackSigner.scheme());
        }
        if (settings.compatible()) {
            builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .addPlugin(LegacyMd5Plugin.create());
        }
        return builder.build();
    }

    /// Where the objects of the bucket lie for browsers.
    static URI base(S3Settings settings) {
        S3Utilities utilities = S3Utilities.builder()
                .region(Region.of(settings.region()))
                .s3Configuration(style(settings))
                .build();
        String probe = utilities
                .getUrl(url -> {
                    url.bucket(settings.bucket()).key(PROBE);
                    if (settings.publicEndpoint() != null) {
                        url.endpoint(settings.publicEndpoint());
                    }
                })
                .toString();
        return URI.create(probe.substring(0, probe.length() - PROBE.length()));
    }

    private static S3Configuration style(S3Settings settings) {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(settings.pathStyle())
                .chunkedEncodingEnabled(false)
                .build();
    }

    @Override
    public void close() {
        client.close();
        if (credentials instanceof DefaultCredentialsProvider chain) {
            chain.close();
        }
    }
}
