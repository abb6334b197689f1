package dev.sheaf.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plays the main job as a user would: loads sample data, asks for an Excel report over HTTP, and downloads it.
@Component
@ConditionalOnProperty("sheaf.demo.enabled")
@EnableConfigurationProperties(DemoSettings.class)
final class Demo implements ApplicationRunner {

    private static final int DAYS = 180;

    private final DemoSettings settings;
    private final SampleData sample;
    private final SampleUsers users;
    private final Clock clock;
    private final ConfigurableApplicationContext context;
    private final Environment environment;

    Demo(
            DemoSettings settings,
            SampleData sample,
            SampleUsers users,
            Clock clock,
            ConfigurableApplicationContext context,
            Environment environment) {
        this.settings = settings;
        this.sample = sample;
        this.users = users;
        this.clock = clock;
        this.context = context;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException, InterruptedException {
        var words = new DemoWords(settings.json() ? new PrintStream(OutputStream.nullOutputStream()) : System.out);
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        String url = "http://127.0.0.1:" + port;
        words.say("Sheaf is up at " + url);
        LocalDate today = settings.today() == null ? LocalDate.now(clock.withZone(ZoneOffset.UTC)) : settings.today();
        if (!sample.isLoaded()) {
            words.say("Loading sample data: %,d clicks …".formatted(settings.clicks()));
            sample.load(settings.clicks(), today);
        }
        Map<String, String> keys = users.keys();
        String key = Objects.requireNonNull(keys.get("operator"));
        String password = users.password();
        words.say("Asking for clicks_details_excel …");
        try (var client = new DemoClient(url, key)) {
            JsonNode report = client.build(today.minusDays(DAYS), today.minusDays(1), words);
            Path file = client.download(report, Path.of("").toAbsolutePath());
            words.done(file, report.path("rows_written").asLong(), Files.size(file), url, key, password);
            if (settings.json()) {
                print(url, keys, password, report, file);
            }
        }
        if (settings.exit()) {
            System.exit(SpringApplication.exit(context));
        }
        words.say("Press Ctrl-C to stop the server.");
    }

    private static void print(String url, Map<String, String> keys, String password, JsonNode report, Path file) {
        var line = new LinkedHashMap<String, Object>();
        line.put("url", url);
        line.put("keys", keys);
        line.put("password", password);
        line.put("report", report.path("id").asLong());
        line.put("file", file.toString());
        line.put("rows", report.path("rows_written").asLong());
        System.out.println(JsonMapper.shared().writeValueAsString(line));
    }
}
