package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the API with one key. Every answer is held to `openapi.yaml` before it is returned.
public final class Api {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final OpenApi SHIPPED = new OpenApi();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String server;
    private final @Nullable String key;
    private final OpenApi description;

    /// `server` is such as `http://127.0.0.1:8080`; without a key nothing but the schema can be had.
    public Api(String server, @Nullable String key) {
        this(server, key, SHIPPED);
    }

    private Api(String server, @Nullable String key, OpenApi description) {
        this.server = server;
        this.key = key;
        this.description = description;
    }

    /// The same, but answers are held to what the server itself publishes: it may have report types of its own.
    public Api withItsOwnDescription() {
        return new Api(server, key, new OpenApi(raw(request("/schema").GET()).body()));
    }

    public Answer list(String query) {
        return send("/exports", request("/exports" + query).GET());
    }

    public Answer get(long id) {
        return send("/exports/{id}", request("/exports/" + id).GET());
    }

    public Answer create(String body) {
        return send(
                "/exports",
                request("/exports").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /// Cancels what is in flight, erases what is finished.
    public Answer delete(long id) {
        return delete(id, "");
    }

    public Answer delete(long id, String query) {
        return send("/exports/{id}", request("/exports/" + id + query).DELETE());
    }

    public Answer retry(long id, String query) {
        return send(
                "/exports/{id}/retry",
                request("/exports/" + id + "/retry" + query).POST(BodyPublishers.noBody()));
    }

    public Answer retry(long id) {
        return retry(id, "");
    }

    public Answer manifest(long id) {
        return send(
                "/exports/{id}/manifest",
                request("/exports/" + id + "/manifest").GET());
    }

    /// Asks, waits until the report has ended, and returns it as `export`.
    public JsonNode build(String body) {
        Answer asked = create(body);
        assertThat(asked.status()).as("%s", asked.body()).isEqualTo(202);
        return awaitEnd(asked.export().path("id").asLong());
    }

    public JsonNode awaitEnd(long id) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> get(id).export(), export -> {
            String status = export.path("status").asString();
            return status.equals("completed") || status.equals("failed");
        });
    }

    /// A request as it is, for what the methods above do not do; its answer is held to the description of
    /// `template`.
    public Answer send(String template, HttpRequest.Builder request) {
        HttpResponse<String> response = raw(request);
        description.check(
                response.request().method(), template, response.statusCode(), response.headers(), response.body());
        boolean json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return new Answer(response.statusCode(), response.headers(), JSON.readTree(json ? response.body() : "null"));
    }

    /// A request under the API's base path, with the key.
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/api/v1" + path));
        return key == null ? request : request.header("X-Api-Key", key);
    }

    /// Without the one that ends a connection on its hundredth request.
    public static SortedSet<String> headerNames(HttpHeaders headers) {
        var names = new TreeSet<>(headers.map().keySet());
        names.remove("connection");
        return names;
    }

    public static HttpResponse<String> raw(HttpRequest.Builder request) {
        return raw(request.build());
    }

    /// Whatever is asked, the answer is held to what is described of it.
    public static HttpResponse<String> raw(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            check(request, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void check(HttpRequest request, HttpResponse<String> answer) {
        try {
            OpenApi.OF_ANY_SERVER.checkAny(
                    request.method(), request.uri().getRawPath(), answer.statusCode(), answer.headers(), answer.body());
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s%n%s%n→ %d %s%n%s"
                            .formatted(
                                    e.getMessage(),
                                    request,
                                    answer.statusCode(),
                                    answer.headers().map(),
                                    answer.body()),
                    e);
        }
    }

    /// Downloads the file of a completed report into `folder`, under the report's filename.
    public static Path download(JsonNode export, Path folder) {
        assertThat(export.path("status").asString()).as("%s", export).isEqualTo("completed");
        Path file = folder.resolve(export.path("filename").asString());
        try {
            HttpResponse<Path> response = HTTP.send(
                    HttpRequest.newBuilder(
                                    URI.create(export.path("download_url").asString()))
                            .build(),
                    BodyHandlers.ofFile(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
            assertThat(response.statusCode()).isEqualTo(200);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
