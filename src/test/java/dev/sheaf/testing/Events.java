package dev.sheaf.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a stream of server-sent events. Each summary is held to `openapi.yaml`.
public final class Events implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final OpenApi DESCRIPTION = new OpenApi();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    public Events(HttpRequest.Builder request) {
        try {
            response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One event: its id, and the summary.
    public record Event(long id, JsonNode export) {}

    public HttpResponse<InputStream> response() {
        return response;
    }

    /// The next event, whatever heartbeats come before it; null if the stream ends.
    public @Nullable Event next() {
        long id = 0;
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("data: ")) {
                String data = line.substring(6);
                DESCRIPTION.checkSummary(data);
                return new Event(id, JsonMapper.shared().readTree(data));
            }
        }
        return null;
    }

    /// Reads to the next heartbeat; false if the stream ends before one.
    public boolean heartbeat() {
        for (String line = line(); line != null; line = line()) {
            if (line.equals(":")) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
