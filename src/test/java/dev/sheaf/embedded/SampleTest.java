package dev.sheaf.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A server of its own for each test class, with as many migrated databases as it asks for.
abstract class SampleTest {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "20")
                .setServerConfig("fsync", "off")
                .setLocaleConfig("locale", "C.UTF-8")
                .start();
    }

    static void administer(String sql) {
        JdbcClient.create(server.getPostgresDatabase()).sql(sql).update();
    }

    static DataSource migrated(String name) {
        DataSource source = server.getDatabase("postgres", name);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .target("1")
                .placeholders(Map.of("runtime", ""))
                .load()
                .migrate();
        return source;
    }

    static long count(DataSource database, String from) {
        return JdbcClient.create(database)
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }
}
