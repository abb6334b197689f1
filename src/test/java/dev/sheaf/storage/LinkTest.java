package dev.sheaf.storage;

import static dev.sheaf.storage.BucketTest.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Links as a browser follows them.
class LinkTest {

    private static Bucket bucket;

    @BeforeAll
    static void open() {
        bucket = Bucket.open(TestServers.bucket());
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    @Test
    void aLinkDownloadsUnderItsNameAndLivesAsLongAsItSays() throws Exception {
        byte[] bytes = random(11, 1000);
        upload("linked/x.csv", bytes);
        Link link = bucket.link("linked/x.csv", "Ümlaut \"x\"\n.csv", "text/csv; charset=utf-8", Duration.ofMinutes(5))
                .orElseThrow();
        assertThat(link.expiresInSeconds()).isEqualTo(300);
        assertThat(link.toString()).doesNotContain("Signature");
        var response = get(URI.create(link.url()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(bytes);
        assertThat(response.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"Umlaut _x_.csv\"; filename*=UTF-8''%C3%9Cmlaut%20%22x%22.csv");
        assertThat(response.headers().firstValue("content-type").map(type -> type.replace(" ", "")))
                .hasValueSatisfying(type -> assertThat(type).isEqualToIgnoringCase("text/csv;charset=utf-8"));
        assertThat(response.headers().firstValue("cache-control")).contains("private, no-store");
    }

    @Test
    void aLinkThatWasChangedIsRefused() throws Exception {
        upload("tampered/a", new byte[1]);
        upload("tampered/b", new byte[1]);
        String url = bucket.link("tampered/a", "a", "text/csv", Duration.ofHours(1))
                .orElseThrow()
                .url();
        assertThat(url).contains("X-Amz-Expires=3600");
        for (String changed : List.of(
                url.replace("tampered/a", "tampered/b"),
                url.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000"),
                url.replace("text%2Fcsv", "text%2Fhtml"),
                url.replaceAll("X-Amz-Signature=.{8}", "X-Amz-Signature=00000000"))) {
            assertThat(changed).isNotEqualTo(url);
            assertThat(get(URI.create(changed)).statusCode()).as(changed).isEqualTo(403);
        }
    }

    private static HttpResponse<byte[]> get(URI url) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static StoredObject upload(String key, byte[] bytes) {
        return BucketTest.upload(bucket, key, bytes);
    }
}
