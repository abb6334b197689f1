package dev.sheaf.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the API as anybody could write it: ask, poll, download.
final class DemoClient implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;

    DemoClient(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /// Asks for the clicks of these days and waits until they are there; the completed report.
    JsonNode build(LocalDate first, LocalDate last, DemoWords words) throws IOException, InterruptedException {
        String body = """
                {"report_type": "clicks_details_excel", "fresh": true,
                 "search_params": {"start_date": "%s", "end_date": "%s"}}
                """.formatted(first, last);
        JsonNode report = send(request("/api/v1/exports")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        while (!report.path("status").asString().equals("completed")) {
            if (report.path("status").asString().equals("failed")) {
                throw new IOException(report.path("error_message").asString());
            }
            words.progress(
                    report.path("status_display").asString(),
                    report.path("progress").path("parts_ready").asLong(0),
                    report.path("progress").path("total_parts").asLong(0));
            Thread.sleep(POLL);
            report = send(request("/api/v1/exports/" + report.path("id").asLong()));
        }
        long parts = report.path("progress").path("total_parts").asLong(1);
        words.progress("Completed, " + parts + " parts", parts, parts);
        words.endProgress();
        return report;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("X-Api-Key", key);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        JsonNode export = JSON.readTree(response.body()).path("export");
        if (export.isMissingNode()) {
            throw new IOException("The server answered " + response.statusCode() + ": " + response.body());
        }
        return export;
    }

    /// Saves the report's file in `folder` under its own name, or with a number behind it if that is taken.
    Path download(JsonNode report, Path folder) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(report.path("download_url").asString()))
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("The download was answered with " + response.statusCode());
            }
            return save(body, folder, report.path("filename").asString());
        }
    }

    private static Path save(InputStream body, Path folder, String name) throws IOException {
        int dot = name.lastIndexOf('.');
        for (int copy = 1; ; copy++) {
            Path file = folder.resolve(copy == 1 ? name : name.substring(0, dot) + "-" + copy + name.substring(dot));
            try {
                Files.copy(body, file);
                return file;
            } catch (FileAlreadyExistsException e) {
                // Somebody's earlier download: keep it and try the next name.
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
