package dev.sheaf.testing;

import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Waits until no report is in flight, for tests that take something away from the whole server.
public final class Idle {

    private Idle() {}

    public static void await(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> jdbc.sql("""
                select not exists (select from sheaf.work)
                   and not exists (select from sheaf.reports where state in ('pending', 'processing'))
                """).query(Boolean.class).single());
    }
}
