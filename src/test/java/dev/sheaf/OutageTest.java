package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.OwnServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// What callers and load balancers are told by a server that cannot answer, or is about to end.
class OutageTest {

    private static final String BODY = "{\"report_type\": \"advertisers_csv\"}";

    @Test
    void whoeverFindsNoFreeConnectionToTheDatabaseIsToldToComeBackAndThenIsServed() throws SQLException {
        try (OwnServer server = OwnServer.start(Map.of(
                "sheaf.queue.enabled", "false",
                "spring.datasource.hikari.connection-timeout", "500"))) {
            Api operator = server.people().operator().api();
            var pool = server.bean(HikariDataSource.class);
            var taken = new ArrayList<Connection>();
            try {
                // The server's own look-ups come back and are taken too.
                while (taken.size() < pool.getMaximumPoolSize()) {
                    taken.add(pool.getConnection());
                }
                Answer refused = operator.create(BODY);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.at("/error/code").asString()).isEqualTo("UNAVAILABLE");
            } finally {
                for (Connection connection : taken) {
                    connection.close();
                }
            }
            assertThat(operator.create(BODY).status()).isEqualTo(202);
        }
    }

    @Test
    void aServerThatIsToldToEndStopsBeingReadyFirstAndGivesBackWhatItDoesNotFinish() throws Exception {
        Database database = TestServers.database();
        var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
        JdbcClient jdbc = JdbcClient.create(source);
        OwnServer server = OwnServer.start(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password()));
        assertThat(status(server, "ready")).isEqualTo(200);
        try (var _ = new HeldTable(source, "affiliate.advertisers")) {
            Api operator = server.people().operator().api();
            long id = operator.create(BODY).export().path("id").asLong();
            await().until(() -> held(jdbc) == 1);

            Thread ending = Thread.ofVirtual().start(server::close);
            await().atMost(Duration.ofSeconds(30)).until(() -> status(server, "ready") == 503);
            // While others learn that it ends, it still answers.
            assertThat(status(server, "live")).isEqualTo(200);
            assertThat(operator.get(id).status()).isEqualTo(200);
            ending.join();

            assertThat(held(jdbc)).isZero();
            assertThat(jdbc.sql("select count(*) from sheaf.work where lost = 0 and tries = 0 and lease is null")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    private static long held(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from sheaf.work where lease is not null")
                .query(Long.class)
                .single();
    }

    private static int status(OwnServer server, String probe) {
        return Api.raw(HttpRequest.newBuilder(URI.create(server.url() + "/health/" + probe)))
                .statusCode();
    }
}
