package dev.sheaf.testing;

import dev.sheaf.embedded.TestServers.Database;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The clock of one database, which can be set: `clock_timestamp()` is another function for whoever connects from now
/// on.
public final class DatabaseClock {

    private final JdbcClient jdbc;

    public DatabaseClock(Database database) {
        jdbc = JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        jdbc.sql("create schema elsewhere").update();
        ahead(Duration.ZERO);
        String name = jdbc.sql("select current_database()").query(String.class).single();
        // What is named first on the path is found before what the database itself has of that name.
        jdbc.sql("alter database " + name + " set search_path = elsewhere, pg_catalog, public")
                .update();
    }

    /// Sets it to so much later than the machine's, now.
    public void ahead(Duration time) {
        jdbc.sql("""
                create or replace function elsewhere.clock_timestamp() returns timestamptz language sql as
                $$ select pg_catalog.clock_timestamp() + interval '%d seconds' $$
                """.formatted(time.toSeconds())).update();
    }
}
