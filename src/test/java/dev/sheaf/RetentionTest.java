package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.report.ObjectKeys;
import dev.sheaf.report.RecurringWork;
import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Bucket;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.DatabaseClock;
import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// How long files are kept: as their type says, and otherwise as the settings do.
class RetentionTest {

    private static final String TYPE = """
            name: %s
            display_name: Numbers
            format: csv
            filename: numbers
            from: generate_series(1, 3) as n (id)
            key: n.id
            scope: everyone
            %s
            columns:
              id: {label: id, type: id, sql: n.id}
            sorts:
              id: {sql: n.id, sql_type: integer, nullable: false}
            """;

    @TempDir
    private Path types = Path.of("target");

    private DatabaseClock clock;
    private OwnServer server;
    private Api operator;

    @BeforeEach
    void start() throws IOException, SQLException {
        Files.writeString(types.resolve("two-days.yaml"), TYPE.formatted("two_days", "retention_days: 2"));
        Files.writeString(types.resolve("as-set.yaml"), TYPE.formatted("as_set", ""));
        Database database = TestServers.database();
        clock = new DatabaseClock(database);
        server = OwnServer.start(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password(),
                "sheaf.report-types", types.toString(),
                "sheaf.reports.retention", "5d"));
        operator = server.people().operator().api().withItsOwnDescription();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileGoesAfterTheDaysOfItsTypeOrThoseOfTheSettingsAndItsReportStays() {
        JsonNode twoDays = operator.build("{\"report_type\": \"two_days\"}");
        JsonNode asSet = operator.build("{\"report_type\": \"as_set\"}");
        assertThat(kept(twoDays)).isEqualTo(Duration.ofDays(2));
        assertThat(kept(asSet)).isEqualTo(Duration.ofDays(5));

        expireAfter(Duration.ofDays(2).minusMinutes(5));
        assertThat(hasFile(twoDays)).isTrue();

        expireAfter(Duration.ofDays(2).plusMinutes(5));
        assertThat(hasFile(twoDays)).isFalse();
        assertThat(hasFile(asSet)).isTrue();

        expireAfter(Duration.ofDays(5).plusMinutes(5));
        assertThat(hasFile(asSet)).isFalse();
    }

    private static Duration kept(JsonNode export) {
        return Duration.between(
                Instant.parse(export.path("completed_at").asString()),
                Instant.parse(export.path("expires_at").asString()));
    }

    private void expireAfter(Duration time) {
        clock.ahead(time);
        server.bean(DatabaseTime.class).look(Duration.ofMinutes(1));
        server.beans(RecurringWork.class)
                .filter(work -> work.name().equals("expire-files"))
                .forEach(work -> work.action().run());
    }

    /// In the store, and a link to it; both or neither.
    private boolean hasFile(JsonNode export) {
        long id = export.path("id").asLong();
        JsonNode now = operator.get(id).export();
        assertThat(now.path("status").asString()).isEqualTo("completed");
        boolean linked = now.path("download_url").isString();
        try (var keys = server.bean(Bucket.class).keys(ObjectKeys.files(new ReportId(id)))) {
            assertThat(keys.findAny().isPresent()).isEqualTo(linked);
        }
        return linked;
    }
}
