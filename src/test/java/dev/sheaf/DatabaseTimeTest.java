package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.DatabaseClock;
import dev.sheaf.testing.OwnServer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A machine whose clock is wrong, against its database's.
class DatabaseTimeTest {

    @Test
    void reportsAreBuiltByTheTimeOfTheDatabaseHoweverFarTheMachinesClockIsOff() throws SQLException {
        Database database = TestServers.database();
        var clock = new DatabaseClock(database);
        clock.ahead(Duration.ofHours(5));
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

            clock.ahead(Duration.ofHours(7));
            server.bean(DatabaseTime.class).look(Duration.ofMinutes(1));
            assertThat(server.bean(Clock.class).instant())
                    .isCloseTo(Instant.now().plus(Duration.ofHours(7)), within(1, ChronoUnit.MINUTES));
        }
    }
}
