package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class LoopbackSignerTest {

    /// Beyond this machine, a body that nothing protects is signed.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://127.0.0.1:9000, true",
                "http://localhost:9000, true",
                "http://[::1]:9000, true",
                "https://127.0.0.1:9000, false",
                "http://192.0.2.7:9000, false",
                "http://no-such-host.invalid, false",
                "-, false"
            })
    void servesPlainHttpOnThisMachineOnly(URI endpoint, boolean serves) {
        assertThat(LoopbackSigner.serves(endpoint)).isEqualTo(serves);
    }

    @Test
    void theRequestIsSignedAndItsBodyIsNotHashed() throws Exception {
        var seen = new CompletableFuture<com.sun.net.httpserver.Headers>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.complete(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (S3Client s3 = S3Client.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .serviceConfiguration(
                        style -> style.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .putAuthScheme(LoopbackSigner.scheme())
                .build()) {
            s3.putObject(put -> put.bucket("bucket").key("key"), RequestBody.fromString("body"));
        } finally {
            server.stop(0);
        }
        assertThat(seen.join().getFirst("Authorization")).startsWith("AWS4-HMAC-SHA256 Credential=key/");
        assertThat(seen.join().getFirst("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
        assertThat(seen.join().getFirst("x-amz-checksum-crc32")).isNotEmpty();
    }
}
