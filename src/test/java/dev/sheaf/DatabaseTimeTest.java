package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.OwnServer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// A machine whose clock is wrong, against its database's.
class DatabaseTimeTest {

    @Test
    void reportsAreBuiltByTheTimeOfTheDatabaseHoweverFarTheMachinesClockIsOff() throws SQLException {
        Database database = TestServers.database();
        var owner = new DriverManagerDataSource(database.url(), database.user(), database.password());
        JdbcClient jdbc = JdbcClient.create(owner);
        shift(jdbc, 5);
        String name = jdbc.sql("select current_database()").query(String.class).single();
        // What is named first on the path is found before what the database itself has of that name.
        jdbc.sql("alter database " + name + " set search_path = elsewhere, pg_catalog, public")
                .update();
        try (OwnServer server = OwnServer.start(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password()))) {
            Instant asked = server.bean(Clock.class).instant();
            JsonNode done = server.people().operator().api().build("{\"report_type\": \"advertisers_csv\"}");

            assertThat(done.path("status").asString()).isEqualTo("completed");
            assertThat(asked).isCloseTo(Instant.now().plus(Duration.ofHours(5)), within(1, ChronoUnit.MINUTES));
            assertThat(Instant.parse(done.path("completed_at").asString())).isBetween(asked, asked.plusSeconds(120));
            assertThat(server.jdbc()
                            .sql("select count(*) from sheaf.scheduled_tasks where execution_time < :asked")
                            .param("asked", java.sql.Timestamp.from(asked.minusSeconds(3_600)))
                            .query(Long.class)
                            .single())
                    .isZero();

            shift(jdbc, 7);
            server.bean(DatabaseTime.class).look(Duration.ofMinutes(1));
            assertThat(server.bean(Clock.class).instant())
                    .isCloseTo(Instant.now().plus(Duration.ofHours(7)), within(1, ChronoUnit.MINUTES));
        }
    }

    private static void shift(JdbcClient jdbc, int hours) {
        jdbc.sql("create schema if not exists elsewhere").update();
        jdbc.sql("""
                create or replace function elsewhere.clock_timestamp() returns timestamptz language sql as
                $$ select pg_catalog.clock_timestamp() + interval '%d hours' $$
                """.formatted(hours)).update();
    }
}
