package dev.sheaf.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/// Made-up rows for the schema `affiliate`: 12 publishers, 5,000 advertisers, 20,000 deals, any number of
/// clicks over 180 days, and a sale for about 3 % of them. The same number and the same day give the same rows
/// on every machine; much of the text is meant to break careless readers and writers.
@Component
public final class SampleData {

    /// As many as a newcomer wants to wait for.
    public static final long DEFAULT_CLICKS = 200_000;

    private static final List<String> STEPS =
            List.of("chance", "nasty", "parties", "advertisers", "deals", "clicks", "transactions", "finish");

    private final DataSource database;

    /// As the owner of the tables, since their indexes are built anew.
    @Autowired
    SampleData(Flyway migrations) {
        this(migrations.getConfiguration().getDataSource());
    }

    public SampleData(DataSource database) {
        this.database = database;
    }

    /// Whether there are clicks, sample or not; waits while a load is under way.
    public boolean isLoaded() {
        return hasRows(JdbcClient.create(database));
    }

    /// Fills the empty schema in one transaction; the last of the 180 days is the one before `today`, in UTC.
    /// Readers of clicks wait meanwhile, because indexes are built after the rows; a failed load leaves
    /// nothing.
    ///
    /// @throws IllegalArgumentException if `clicks` is not positive
    /// @throws IllegalStateException if `affiliate.clicks` already has rows
    public void load(long clicks, LocalDate today) {
        if (clicks < 1) {
            throw new IllegalArgumentException("The number of sample clicks must be positive, but was " + clicks + ".");
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            // Millions of clicks take longer than any other statement.
            connection.setNetworkTimeout(Runnable::run, 0);
            try {
                fill(connection, clicks, today);
                connection.commit();
            } finally {
                // Nothing is left to roll back after a commit; after a failure, switching auto-commit on would commit.
                connection.rollback();
                connection.setAutoCommit(true);
            }
            vacuum(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The sample data were not loaded: " + e.getMessage(), e);
        }
    }

    private static void fill(Connection connection, long clicks, LocalDate today) throws SQLException {
        JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table affiliate.clicks in access exclusive mode");
            if (hasRows(client)) {
                throw new IllegalStateException("affiliate.clicks already has rows, and sample data go into an empty"
                        + " schema only: use another database, or empty the tables of the schema affiliate first.");
            }
            client.sql("""
                    select set_config('sheaf.sample_clicks', :clicks, true), set_config('sheaf.sample_today', :today, true)
                    """)
                    .param("clicks", Long.toString(clicks))
                    .param("today", today.toString())
                    .query()
                    .singleRow();
            statement.setEscapeProcessing(false);
            for (String step : STEPS) {
                statement.execute(read(step));
            }
        }
    }

    private static boolean hasRows(JdbcClient client) {
        return client.sql("select exists (select from affiliate.clicks)")
                .query(Boolean.class)
                .single();
    }

    private static String read(String step) {
        String path = "/sample/" + step + ".sql";
        try (InputStream file = SampleData.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("The class path lacks " + path + ".");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Marks the pages as visible to all, without which every index-only scan would still read the table.
    private static void vacuum(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum affiliate.clicks, affiliate.transactions");
        }
    }
}
