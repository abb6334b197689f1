package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.OwnServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A walk leaves out what adds nothing to the rows, and nothing else.
class LoneTableTest {

    private static final String TABLES = """
            create table public.visits (id bigint primary key, at timestamptz not null, place bigint, seen text);
            create table public.places (id bigint primary key, name text not null);
            create view public.odd_visits as select * from public.visits v where v.id % 2 = 1;
            create view public.renamed as select id as number, at, place from public.visits;
            create index on public.visits (at, id);
            insert into public.places select i, 'place ' || i from generate_series(1, 50) i;
            insert into public.visits
            select i, timestamptz '2026-01-01' + i * interval '1 minute', i % 60, repeat('seen ', 40)
            from generate_series(1, 20000) i
            """;

    private static final String TYPE = """
            name: NAME
            display_name: Visits
            format: csv
            filename: visits
            from: |
              FROM
            key: KEY
            scope: everyone
            columns:
              id: {label: id, type: id, sql: KEY}
            filters:
              most:  {type: integer, sql: "KEY <= :most"}
              named: {type: integer, sql: "NAMED = :named"}
            sorts:
              at: {sql: v.at, sql_type: timestamptz, nullable: false}
            """;

    private static Connection connection;
    private static OwnServer server;

    @BeforeAll
    static void start(@TempDir Path types) throws Exception {
        Database database = TestServers.database();
        connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        try (var statement = connection.createStatement()) {
            statement.execute(TABLES);
            // Not in one transaction with others.
            statement.execute("vacuum analyze public.visits, public.places");
        }
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set enable_sort = off");
        }
        connection.commit();
        String places = " left join public.places p on p.id = v.place";
        type(types, "one", "public.visits v", "v.id", "v.id");
        type(types, "left_join", "public.visits v" + places, "v.id", "v.id");
        type(types, "used_join", "public.visits v" + places, "v.id", "p.id");
        type(types, "inner_join", "public.visits v join public.places p on p.id = v.place", "v.id", "v.id");
        type(types, "fan_out", "public.visits v left join public.places p on p.id > v.place", "v.id", "v.id");
        type(types, "odd", "public.odd_visits v" + places, "v.id", "v.id");
        type(types, "renamed", "public.renamed v" + places, "v.number", "v.number");
        server = OwnServer.start(
                database, Map.of("sheaf.queue.enabled", "false", "sheaf.report-types", types.toString()));
    }

    private static void type(Path types, String name, String from, String key, String named) throws Exception {
        Files.writeString(
                types.resolve(name + ".yaml"),
                TYPE.replace("NAMED", named)
                        .replace("NAME", name)
                        .replace("FROM", from)
                        .replace("KEY", key));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        connection.close();
    }

    @Test
    void aTableWhoseJoinsAddNothingIsWalkedByItself() throws Exception {
        assertThat(from("left_join", "")).isEqualTo("\"public\".\"visits\" as \"v\"");
        assertThat(from("left_join", "\"most\": 500")).isEqualTo("\"public\".\"visits\" as \"v\"");
    }

    /// One that has no joins, one that a filter needs, one that takes rows away, one that adds some, a view with a
    /// condition of its own and one with names of its own.
    @ParameterizedTest
    @CsvSource({"one, ''", "used_join, '\"named\": 7'", "inner_join, ''", "fan_out, ''", "odd, ''", "renamed, ''"})
    void whatDecidesOnTheRowsStays(String type, String filter) throws Exception {
        assertThat(from(type, filter))
                .isEqualTo(Questions.of(server, type, filter).request().type().from());
    }

    private static String from(String type, String filter) throws Exception {
        try {
            String from = LoneTable.of(connection, Questions.of(server, type, filter), 5_000);
            try (var statement = connection.createStatement()) {
                assertThat(statement.execute("select 1"))
                        .as("the transaction goes on")
                        .isTrue();
            }
            return from;
        } finally {
            connection.rollback();
        }
    }
}
