package dev.sheaf.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server in a process of its own, which can be killed. It plays the demo first, on sample data that end on
/// 2026-11-23.
public final class ServerProcess implements AutoCloseable {

    private final Path data;
    private final Process process;
    private final JsonNode ready;

    private ServerProcess(Path data, Process process, JsonNode ready) {
        this.data = data;
        this.process = process;
        this.ready = ready;
    }

    /// Returns when the demo is over. Data go to `folder`; `options` are such as `--sheaf.demo.clicks=1000`.
    public static ServerProcess start(Path folder, String heap, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("bin", "lib", "jvm.options").toAbsolutePath(),
                "-Xmx" + heap,
                "-cp",
                classPath(),
                "dev.sheaf.SheafApplication",
                "--server.port=0",
                "--sheaf.data=" + folder.resolve("data"),
                "--sheaf.embedded.programs=" + Path.of("target", "postgresql").toAbsolutePath(),
                "--sheaf.demo.enabled=true",
                "--sheaf.demo.json=true",
                "--sheaf.demo.today=2026-11-24",
                "--logging.level.dev.sheaf=warn"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("The server ended before it was ready");
        }
        return new ServerProcess(
                folder.resolve("data"), process, JsonMapper.shared().readTree(line));
    }

    /// What the product is made of, without the classes of its tests.
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// The line of JSON that the demo printed.
    public JsonNode ready() {
        return ready;
    }

    /// The folder that its embedded servers work in.
    public Path data() {
        return data;
    }

    public Api as(String who) {
        return new Api(
                ready.path("url").asString(), ready.path("keys").path(who).asString());
    }

    /// SIGKILL: the process has no time to do anything.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// The most memory that the process has had at one time, in KiB, as Linux counts it.
    public long peakKib() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    /// A connection to the server's embedded database.
    public Connection database() throws IOException, SQLException {
        var known = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("embedded.properties"))) {
            known.load(in);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + known.getProperty("postgres.port") + "/sheaf",
                "sheaf",
                known.getProperty("postgres.password"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
