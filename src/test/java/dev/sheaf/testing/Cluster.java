package dev.sheaf.testing;

import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.S3Settings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// Several server processes on one PostgreSQL and one S3 server, each behind proxies of its own.
///
/// The first node loads the sample data, which end on 2026-11-23.
public final class Cluster implements AutoCloseable {

    private final TestServers.Database database;
    private final S3Settings s3;
    private final Path folder;
    private final List<Path> classPath;
    private final List<String> options;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();
    private final String password;

    public Cluster(Path folder, long clicks, int nodes, String... options) throws IOException, SQLException {
        this(folder, List.of(), "", clicks, nodes, options);
    }

    /// With `classPath` before the product's own, and a database in which `sql` has been executed.
    Cluster(Path folder, List<Path> classPath, String sql, long clicks, int nodes, String... options)
            throws IOException, SQLException {
        this.database = TestServers.database();
        try (Connection connection = connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        this.s3 = TestServers.bucket();
        this.folder = folder;
        this.classPath = classPath;
        this.options = List.of(options);
        for (int number = 1; number <= nodes; number++) {
            Path own = Files.createDirectories(folder.resolve("node-" + number));
            this.nodes.add(new Node("node-" + number, own, this));
        }
        JsonNode ready = node(1).startDemo("--sheaf.demo.clicks=" + clicks);
        password = ready.path("password").asString();
        ready.path("keys")
                .properties()
                .forEach(key -> keys.put(key.getKey(), key.getValue().asString()));
        for (Node node : this.nodes.subList(1, nodes)) {
            node.start();
        }
        for (Node node : this.nodes.subList(1, nodes)) {
            node.awaitReady();
        }
    }

    /// From 1.
    public Node node(int number) {
        return nodes.get(number - 1);
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public String key(String who) {
        return Objects.requireNonNull(keys.get(who), who);
    }

    /// With which all of the sample may sign in.
    public String password() {
        return password;
    }

    /// What opens the database and the store.
    public List<String> secrets() {
        return List.of(database.password(), Objects.requireNonNull(s3.secretKey()));
    }

    List<String> settings(int databasePort, int s3Port) {
        var settings = new ArrayList<>(List.of(
                "--sheaf.database.url=" + database.url().replaceFirst(":\\d+/", ":" + databasePort + "/"),
                "--sheaf.database.user=" + database.user(),
                "--sheaf.database.password=" + database.password(),
                "--sheaf.s3.public-endpoint=" + s3.endpoint(),
                "--sheaf.reports.in-flight=1000"));
        TestServers.settings(TestServers.at(s3, s3Port))
                .forEach((name, value) -> settings.add("--" + name + "=" + value));
        settings.addAll(options);
        return settings;
    }

    String classPath() {
        return Stream.concat(classPath.stream().map(Path::toString), Stream.of(ServerProcess.classPath()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    int databasePort() {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    int s3Port() {
        return Objects.requireNonNull(s3.endpoint()).getPort();
    }

    /// A connection that no proxy stands before.
    public Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /// The database, with no proxy before it.
    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    DataSource dataSource() {
        return new DriverManagerDataSource(database.url(), database.user(), database.password());
    }

    /// The bucket, with no proxy before it.
    public Bucket bucket() {
        return Bucket.open(s3);
    }

    public Path folder() {
        return folder;
    }

    /// Has the sweeper do its work now, and returns when it has.
    public void sweep() {
        jdbc().sql("update sheaf.scheduled_tasks set execution_time = now() where task_name = 'sweep' and not picked")
                .update();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> jdbc().sql("""
                select not picked and execution_time > now() + interval '1 minute'
                from sheaf.scheduled_tasks where task_name = 'sweep'
                """).query(Boolean.class).single());
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
