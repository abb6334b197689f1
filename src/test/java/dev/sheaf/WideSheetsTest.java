package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.OwnServer;
import dev.sheaf.testing.Workbooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Rows so long that those of one sheet would be more than 4 GiB of XML go on in a second sheet.
@Tag("large")
class WideSheetsTest {

    private static final int ROWS = 17_000;
    private static final int LETTERS = 32_400;
    private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    @TempDir
    private Path folder = Path.of("target");

    @ParameterizedTest
    @CsvSource({"id, ranged", "turned, streamed"})
    void whatIsTooLargeForOneSheetGoesOnInTheNext(String sort, String plan) throws IOException, SQLException {
        Database bank = TestServers.database();
        try (var connection = DriverManager.getConnection(bank.url(), bank.user(), bank.password());
                var statement = connection.createStatement()) {
            statement.execute("create table pages (id bigint primary key)");
            statement.execute("insert into pages select generate_series(1, %d)".formatted(ROWS));
            statement.execute("analyze");
        }
        Path types = Files.createDirectory(folder.resolve("types"));
        Files.writeString(types.resolve("pages.yaml"), type());
        try (OwnServer server = OwnServer.start(Map.of(
                "sheaf.report-types", types.toString(),
                "sheaf.build.part-rows", "1500",
                "sheaf.sources.bank.url", bank.url(),
                "sheaf.sources.bank.user", bank.user(),
                "sheaf.sources.bank.password", bank.password()))) {
            Api operator = server.people().operator().api().withItsOwnDescription();
            long id = operator.create(
                            "{\"report_type\": \"pages\", \"index_params\": {\"sort_by\": \"%s\"}}".formatted(sort))
                    .export()
                    .path("id")
                    .asLong();
            JsonNode export = await().atMost(Duration.ofMinutes(10))
                    .until(
                            () -> operator.get(id).export(),
                            now -> now.path("status").asString().equals("completed"));

            JsonNode manifest = operator.manifest(id).at("/manifest");
            assertThat(manifest.at("/plan/kind").asString()).isEqualTo(plan);
            assertThat(manifest.at("/plan/plans").asInt()).isEqualTo(2);
            Path file = Api.download(export, folder);
            List<Workbooks.Size> sizes = Workbooks.sizes(file);
            assertThat(sizes).extracting(Workbooks.Size::sheet).containsExactly("Pages", "Pages (2)");
            assertThat(sizes.stream().mapToLong(Workbooks.Size::rows).sum()).isEqualTo(ROWS);
            assertThat(sizes.getFirst().rows() * COLUMNS.size() * LETTERS)
                    .as("letters in the first sheet")
                    .isBetween(7L << 29, 1L << 32);
            assertThat(Workbooks.text(file, "About")).contains("The rows go on in Pages (2).");
            List<Integer> ids = Workbooks.streamAll(file, rows -> {
                var read = new ArrayList<Integer>();
                rows.forEachRemaining(row -> {
                    read.add(Integer.valueOf((String) row.getFirst()));
                    assertThat(row.subList(1, row.size()))
                            .allMatch(text -> text instanceof String letters && letters.length() == LETTERS);
                });
                return read;
            });
            assertThat(ids)
                    .isEqualTo(IntStream.rangeClosed(1, ROWS)
                            .map(row -> sort.equals("id") ? row : ROWS + 1 - row)
                            .boxed()
                            .toList());
        }
    }

    private static String type() {
        var columns = new StringBuilder();
        for (String name : COLUMNS) {
            columns.append("  %1$s: {label: %1$s, type: text, sql: \"repeat('%1$s letter ', %2$d)\"}\n"
                    .formatted(name, LETTERS / 9));
        }
        return """
                name: pages
                display_name: Pages
                format: xlsx
                filename: pages
                source: bank
                from: pages p
                key: p.id
                scope: everyone
                columns:
                  id: {label: ID, type: id, sql: p.id}
                %ssorts:
                  id:     {sql: p.id, sql_type: bigint}
                  turned: {sql: "-p.id", sql_type: bigint, nullable: false}
                """.formatted(columns);
    }
}
