package dev.sheaf.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sheaf.storage.Bucket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A process of its own that starts the embedded servers, writes a row and an object, and then waits to be killed.
///
/// It says `link <url>` when done, or `refused <sentence>` when it cannot start.
final class ServingProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ServingProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static ServingProcess start(Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = List.of(
                java.toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServingProcess.class.getName(),
                folder.toString());
        return new ServingProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /// The first line of the output that begins with the word, without it.
    String say(String word) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new AssertionError("the process ended without saying " + word);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM, as from a service manager.
    void end() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    public static void main(String[] arguments) throws IOException {
        try {
            var context = new SpringApplicationBuilder(EmbeddedInitializerTest.Application.class)
                    .web(WebApplicationType.NONE)
                    .run("--sheaf.data=" + arguments[0], "--sheaf.embedded.programs=" + TestServers.PROGRAMS);
            // The server's own role may not make tables.
            var settings = context.getEnvironment();
            var database = JdbcClient.create(new DriverManagerDataSource(
                    settings.getRequiredProperty("spring.datasource.url"),
                    settings.getRequiredProperty("spring.flyway.user"),
                    settings.getRequiredProperty("spring.flyway.password")));
            database.sql("create table if not exists kept (id int)").update();
            database.sql("insert into kept values (1)").update();
            Bucket bucket = context.getBean(Bucket.class);
            try (var upload = bucket.upload("kept.txt", "text/plain")) {
                upload.write("kept".getBytes(UTF_8));
                upload.finish();
            }
            System.out.println("link "
                    + bucket.link("kept.txt", "kept.txt", "text/plain", Duration.ofHours(1))
                            .orElseThrow()
                            .url());
        } catch (CannotStart e) {
            System.out.println("refused " + e.getMessage());
        }
        System.in.read();
    }
}
