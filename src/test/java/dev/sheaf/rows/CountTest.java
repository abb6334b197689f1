package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.TypeFiles;
import dev.sheaf.testing.ServerTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/// How many rows a request has is told soon, if need be as the planner's guess.
class CountTest extends ServerTest {

    /// Each row is made of many that have to be counted first, which takes minutes for all.
    private static final String SLOW = """
            name: slow
            display_name: Slow
            format: csv
            filename: slow
            from: |
              affiliate.clicks c
              join lateral (select count(*) as n from generate_series(1, 200000 + c.id %% 2) as s) x on x.n > %d
            key: c.id
            scope: everyone
            columns:
              id: {label: ID, type: id, sql: c.id}
            sorts:
              id: {sql: c.id, sql_type: bigint}
            """;

    @Autowired
    private Rows rows;

    @Test
    void whatTakesTooLongToCountIsGuessed() {
        RowCount guessed = rows.count(request(SLOW.formatted(0)), 100_000, Duration.ofMillis(300));
        assertThat(guessed.exact()).isFalse();
        assertThat(guessed.rows()).isPositive();
    }

    @Test
    void aFewRowsAreCountedAndAnErrorIsNoGuess() {
        String quick = SLOW.replace("generate_series(1, 200000 + c.id %% 2)", "generate_series(1, 2)");
        RowCount exact = rows.count(request(quick.formatted(0)), 100_000, Duration.ofSeconds(20));
        assertThat(exact.exact()).isTrue();
        assertThat(exact.rows()).isEqualTo(CLICKS);
        assertThatThrownBy(() -> rows.count(
                        request(quick.formatted(0).replace("x.n > 0", "1 / (x.n - 2) > 0")), 9, Duration.ofSeconds(20)))
                .isInstanceOf(RowsFailure.class);
    }

    private static ReportRequest request(String type) {
        return TypeFiles.request(
                TypeFiles.read("slow.yaml", type), JsonMapper.shared().createObjectNode());
    }
}
