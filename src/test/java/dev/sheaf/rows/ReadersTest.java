package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sheaf.embedded.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// How a thread is stopped that reads rows.
class ReadersTest {

    @Test
    void aStatementIsEndedWhileTheServerIsAtIt() throws Exception {
        try (Connection connection = connection()) {
            var begun = new CountDownLatch(1);
            var task = new FutureTask<>(() -> Readers.with(connection, () -> {
                begun.countDown();
                return CopyRows.from(connection).read("select pg_sleep(600)", 1, (_, _, _) -> {});
            }));
            Thread reader = Thread.ofPlatform().start(task);
            begun.await();

            while (reader.isAlive()) {
                Readers.stop(reader);
                reader.join(20);
            }

            assertThatExceptionOfType(Exception.class).isThrownBy(task::get).withCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void whoeverWasInterruptedBeforeSendsNone() throws SQLException {
        try (Connection connection = connection()) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Readers.with(connection, () -> {
                        throw new AssertionError("was sent");
                    }))
                    .withMessage("Interrupted before a statement was sent");

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Connection connection() throws SQLException {
        TestServers.Database database = TestServers.database();
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
