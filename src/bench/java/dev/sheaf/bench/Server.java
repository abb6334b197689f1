package dev.sheaf.bench;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Sheaf that is measured: web and workers in a process of its own, and a client for it.
public final class Server implements AutoCloseable {

    private static final String READY = "Sheaf is up at ";

    private final Process process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Server(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /// Loads `clicks` sample clicks unless there are some; API keys by the names of the sample users.
    public static Map<String, String> prepare(Stage stage, long clicks) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(stage.folder().resolve("demo"));
        ProcessBuilder demo = Programs.sheaf(
                        "256m",
                        "--server.port=0",
                        "--logging.level.dev.sheaf=warn",
                        "--sheaf.demo.enabled=true",
                        "--sheaf.demo.exit=true",
                        "--sheaf.demo.json=true",
                        "--sheaf.demo.today=2026-11-24",
                        "--sheaf.demo.clicks=" + clicks)
                .directory(folder.toFile());
        demo.environment().putAll(stage.environment());
        Process process = demo.start();
        Programs.endWithUs(process);
        String line = process.inputReader().readLine();
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException("The sample data were not loaded");
        }
        JsonNode ready = JsonMapper.shared().readTree(line);
        Files.deleteIfExists(Path.of(ready.path("file").asString()));
        return ready.path("keys").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asString()));
    }

    /// `BENCH_JVM` in the environment holds further options for its JVM, such as those of a flight recording.
    public static Server start(Stage stage, String heap) throws IOException {
        ProcessBuilder builder = Programs.sheaf(heap, "--server.port=0", "--logging.level.dev.sheaf=warn");
        builder.environment().putAll(stage.environment());
        builder.environment().put("JDK_JAVA_OPTIONS", System.getenv().getOrDefault("BENCH_JVM", ""));
        Process process = builder.start();
        Programs.endWithUs(process);
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return new Server(process, line.substring(READY.length()));
            }
        }
        throw new IllegalStateException("The server did not start");
    }

    public long pid() {
        return process.pid();
    }

    public HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("X-Api-Key", key);
    }

    /// Asks for a report and waits until it is completed, looking every `poll`.
    public JsonNode build(String key, String body, Duration poll) throws IOException, InterruptedException {
        JsonNode report = send(request("/api/v1/exports", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        while (!report.path("status").asString().equals("completed")) {
            if (report.path("status").asString().equals("failed")) {
                throw new IllegalStateException(report.toString());
            }
            Thread.sleep(poll);
            report = send(request("/api/v1/exports/" + report.path("id").asLong(), key));
        }
        return report;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        JsonNode export = JsonMapper.shared().readTree(answer.body()).path("export");
        if (export.isMissingNode()) {
            throw new IllegalStateException("The server answered " + answer.statusCode() + ": " + answer.body());
        }
        return export;
    }

    /// Saves the file of a completed report as `file`.
    public void download(JsonNode report, Path file) throws IOException, InterruptedException {
        URI link = URI.create(report.path("download_url").asString());
        http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofFile(file, CREATE, WRITE, TRUNCATE_EXISTING));
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
