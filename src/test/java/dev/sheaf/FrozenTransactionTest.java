package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sheaf.rows.RowsFailure;
import dev.sheaf.testing.ServerTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A node that is frozen in the middle of a transaction does not hold up the others.
class FrozenTransactionTest extends ServerTest {

    private static final String LOCK =
            "select id from sheaf.users where id = (select min(id) from sheaf.users) for update";

    @Autowired
    private DataSource records;

    @Test
    void whatIsLockedByATransactionThatDoesNothingIsFreeAgain() throws SQLException {
        try (Connection frozen = records.getConnection()) {
            frozen.setAutoCommit(false);
            execute(frozen, LOCK);
            assertThat(unlocked()).isEmpty();

            await().atMost(Duration.ofSeconds(30)).until(() -> !unlocked().isEmpty());

            assertThatThrownBy(() -> execute(frozen, "select 1"))
                    .as("the frozen node wakes up")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(RowsFailure.passes(e))
                                    .as("what it did is done again")
                                    .isTrue());
        }
    }

    private List<Long> unlocked() {
        return JdbcClient.create(records)
                .sql(LOCK + " skip locked")
                .query(Long.class)
                .list();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
