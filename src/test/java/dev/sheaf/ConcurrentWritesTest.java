package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Rows are inserted, updated and deleted all through a build in parts, and the file holds one moment of them.
///
/// There is one writer, and each of its transactions writes its number into the row 0. So the file itself says after
/// which of them its moment was, and what it must hold is found by doing the transactions up to that one again.
class ConcurrentWritesTest {

    private static final int ROWS = 57_500;
    private static final int SPAN = 2 * ROWS;
    private static final int CHANGES = 20;
    private static final long SEED = 20261124;

    @TempDir
    private Path folder;

    private record Row(int id, int balance, int transaction) {}

    @Test
    void theFileIsTheTableOfOneMomentCellByCell() throws IOException, SQLException {
        Database bank = TestServers.database();
        Path types = Files.createDirectory(folder.resolve("types"));
        Files.copy(Path.of("src/test/resources/sources/types/ledger.yaml"), types.resolve("ledger.yaml"));
        try (Connection connection = DriverManager.getConnection(bank.url(), bank.user(), bank.password())) {
            fill(connection);
            try (OwnServer server = OwnServer.start(Map.of(
                    "sheaf.report-types", types.toString(),
                    "sheaf.build.part-rows", "5000",
                    "sheaf.sources.bank.url", bank.url(),
                    "sheaf.sources.bank.user", bank.user(),
                    "sheaf.sources.bank.password", bank.password()))) {
                Api operator = server.people().operator().api().withItsOwnDescription();
                var ended = new AtomicBoolean();
                CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> write(connection, ended));
                JsonNode export;
                try {
                    export = operator.build(
                            "{\"report_type\": \"ledger\", \"index_params\": {\"sort_by\": \"balance\"}}");
                } finally {
                    ended.set(true);
                }
                int last = writing.join();

                assertThat(export.at("/progress/total_parts").asInt()).isGreaterThanOrEqualTo(12);
                List<Row> read = Downloaded.rows(export, folder).stream()
                        .map(row -> new Row(
                                Integer.parseInt(row.get("ID")),
                                Integer.parseInt(row.get("Balance")),
                                Integer.parseInt(row.get("Transaction"))))
                        .toList();
                int moment =
                        read.stream().filter(row -> row.id == 0).findFirst().orElseThrow().transaction;
                assertThat(moment).as("written before").isPositive();
                assertThat(last - moment).as("written after").isGreaterThanOrEqualTo(12);
                assertThat(read).isEqualTo(after(moment));
            }
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    create table ledger (id integer primary key, balance integer not null, transaction integer not null);
                    create index on ledger (balance, id);
                    insert into ledger select 2 * n, 7 * n %% 1000, 0 from generate_series(0, %d) as n;
                    analyze ledger;
                    """.formatted(ROWS - 1));
        }
    }

    /// Writes until `ended`; how many transactions that made.
    private static int write(Connection connection, AtomicBoolean ended) {
        var random = new Random(SEED);
        int transaction = 0;
        try (var upsert = connection.prepareStatement("""
                        insert into ledger values (?, ?, ?) on conflict (id)
                        do update set balance = excluded.balance, transaction = excluded.transaction
                        """);
                var delete = connection.prepareStatement("delete from ledger where id = ?")) {
            connection.setAutoCommit(false);
            while (!ended.get()) {
                transaction++;
                for (Row change : changes(random, transaction)) {
                    if (change.balance < 0) {
                        delete.setInt(1, change.id);
                        delete.execute();
                    } else {
                        upsert.setInt(1, change.id);
                        upsert.setInt(2, change.balance);
                        upsert.setInt(3, change.transaction);
                        upsert.execute();
                    }
                }
                connection.commit();
            }
            return transaction;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What one transaction does, always the same for the same random numbers; a negative balance deletes.
    private static List<Row> changes(Random random, int transaction) {
        var changes = new ArrayList<Row>();
        for (int i = 0; i < CHANGES; i++) {
            int id = 1 + random.nextInt(SPAN - 1);
            changes.add(new Row(id, random.nextBoolean() ? -1 : random.nextInt(1000), transaction));
        }
        changes.add(new Row(0, 500, transaction));
        return changes;
    }

    private static List<Row> after(int transactions) {
        var table = new TreeMap<Integer, Row>();
        for (int n = 0; n < ROWS; n++) {
            table.put(2 * n, new Row(2 * n, 7 * n % 1000, 0));
        }
        var random = new Random(SEED);
        for (int transaction = 1; transaction <= transactions; transaction++) {
            for (Row change : changes(random, transaction)) {
                if (change.balance < 0) {
                    table.remove(change.id);
                } else {
                    table.put(change.id, change);
                }
            }
        }
        return table.values().stream()
                .sorted(Comparator.comparingInt(Row::balance).thenComparingInt(Row::id))
                .toList();
    }
}
