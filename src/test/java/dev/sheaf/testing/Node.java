package dev.sheaf.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One server of a [Cluster]: a process that can be killed, stopped, continued and started again, always at the
/// same port, and the proxies before its database and its store.
public final class Node implements AutoCloseable {

    private static final int LAST_LINES = 30;

    private final String name;
    private final Path folder;
    private final Cluster cluster;
    private final FaultProxy database;
    private final FaultProxy store;
    private final int port;
    private @Nullable Process process;

    Node(String name, Path folder, Cluster cluster) throws IOException {
        this.name = name;
        this.folder = folder;
        this.cluster = cluster;
        this.database = new FaultProxy(cluster.databasePort());
        this.store = new FaultProxy(cluster.s3Port());
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    JsonNode startDemo(String clicks) throws IOException {
        Process started = launch(
                ProcessBuilder.Redirect.PIPE,
                List.of(
                        "--sheaf.demo.enabled=true",
                        "--sheaf.demo.json=true",
                        "--sheaf.demo.today=2026-11-24",
                        clicks));
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw ended();
        }
        return JsonMapper.shared().readTree(line);
    }

    public void start() throws IOException {
        launch(ProcessBuilder.Redirect.DISCARD, List.of());
    }

    private Process launch(ProcessBuilder.Redirect out, List<String> options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                cluster.classPath(),
                "dev.sheaf.SheafApplication",
                "--server.port=" + port,
                "--sheaf.queue.node=" + name,
                "--sheaf.data=" + folder.resolve("data"),
                "--logging.level.dev.sheaf=info"));
        command.addAll(cluster.settings(database.port(), store.port()));
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        return started;
    }

    /// Where the process works.
    Path folder() {
        return folder;
    }

    public Path log() {
        return folder.resolve("log");
    }

    /// Waits until it answers.
    public void awaitReady() {
        await(name)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!running()) {
                        throw ended();
                    }
                    return answers();
                });
    }

    public boolean answers() {
        try {
            var connection = (HttpURLConnection)
                    URI.create(url() + "/api/v1/schema").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(1000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// With the end of its log, which may be gone when somebody reads this.
    private AssertionError ended() {
        try (Stream<String> lines = Files.lines(log())) {
            List<String> all = lines.toList();
            return new AssertionError(name + " ended before it was ready:\n"
                    + String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size())));
        } catch (IOException e) {
            return new AssertionError(name + " ended before it was ready", e);
        }
    }

    public String name() {
        return name;
    }

    public boolean running() {
        return process != null && process.isAlive();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public Api as(String who) {
        return new Api(url(), cluster.key(who));
    }

    public FaultProxy database() {
        return database;
    }

    public FaultProxy store() {
        return store;
    }

    /// SIGKILL.
    public void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /// SIGTERM; true if it ended within the time.
    public boolean terminate(Duration atMost) throws InterruptedException {
        Process ending = Objects.requireNonNull(process);
        ending.destroy();
        return ending.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What it ended with; empty if it still runs after that time.
    OptionalInt awaitEnd(Duration atMost) throws InterruptedException {
        Process ending = Objects.requireNonNull(process);
        return ending.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(ending.exitValue())
                : OptionalInt.empty();
    }

    /// SIGSTOP: it is there and does nothing.
    public void freeze() {
        signal("-STOP");
    }

    /// SIGCONT: it goes on as if nothing had been.
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            signal,
                            Long.toString(Objects.requireNonNull(process).pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        database.close();
        store.close();
    }
}
