package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.catalogue.TypeFiles;
import dev.sheaf.catalogue.UnusableTypeFile;
import dev.sheaf.testing.Cases;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/// SQL that the database refuses stops the start, and the operator is told which line of which file it is.
class SqlTrialTest extends ServerTest {

    private static final String GOOD = """
            name: sales
            display_name: Sales
            format: xlsx
            filename: sales
            from: |
              affiliate.clicks c
              left join affiliate.transactions t on t.click_id = c.id
            key: c.id
            scope: {column: c.publisher_id}
            columns:
              id: {label: ID, type: id, sql: c.id}
              day: {label: Day, type: date, sql: c.clicked_at::date}
              amount: {label: Amount, type: money, sql: t.sale_amount}
            filters:
              from_day: {type: date, sql: "c.clicked_at >= :from_day"}
              country: {type: country, many: true, sql: "c.country = any(:country)"}
              top: {type: integer, column: t.sale_amount, operator: ">="}
            sorts:
              id: {sql: c.id, sql_type: bigint}
              clicked_at: {sql: c.clicked_at, sql_type: timestamptz}
              amount: {sql: t.sale_amount, sql_type: numeric, nullable: true}
            measures:
              sales: {label: Sales, count: t.id}
              amount: {label: Amount, type: money, sum: t.sale_amount}
            facets:
              day: {column: day}
            """;

    /// In the good file, `replace` becomes `by`.
    record Refusal(String name, String replace, String by, int line, String message) {

        String file() {
            assertThat(GOOD).contains(replace);
            return GOOD.replace(replace, by);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Autowired
    private SqlTrial trial;

    static Stream<Refusal> refusals() {
        return Cases.read("/catalogue/refused-by-the-database.yaml", Refusal.class);
    }

    @Test
    void aGoodFileIsTaken() {
        assertThatCode(() -> trial.check(TypeFiles.read("sales.yaml", GOOD))).doesNotThrowAnyException();
    }

    @Test
    void theExampleOfTheDocumentsIsTaken() throws IOException {
        String page = Files.readString(Path.of("docs/report-types.md"));
        int from = page.indexOf("name: sales_csv");
        String example = page.substring(from, page.indexOf("```", from));
        assertThatCode(() -> trial.check(TypeFiles.read("sales.yaml", example))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theFileIsRefusedWithTheLineAndTheWordsOfTheDatabase(Refusal refusal) {
        assertThatThrownBy(() -> trial.check(TypeFiles.read("sales.yaml", refusal.file())))
                .isInstanceOf(UnusableTypeFile.class)
                .hasMessage("Report type file sales.yaml, line " + refusal.line() + ": " + refusal.message());
    }
}
