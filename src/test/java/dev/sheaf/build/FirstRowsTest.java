package dev.sheaf.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.TypeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// However long rows are, few bytes of them are held.
class FirstRowsTest {

    private static final ReportType TYPE = TypeFiles.read("texts.yaml", """
            name: texts
            display_name: Texts
            format: csv
            filename: texts
            from: public.texts t
            key: t.id
            scope: everyone
            columns:
              text: {label: text, type: text, sql: t.text}
            sorts:
              id: {sql: t.id, sql_type: bigint}
            """);

    @ParameterizedTest
    @CsvSource({"10, 200", "1000000, 5", "5000000, 1"})
    void thereAreEnoughOfThemByNumberOrByBytes(int length, int enough) throws IOException {
        var first = new FirstRows(
                FileOf.request(TypeFiles.request(TYPE, JsonMapper.shared().createObjectNode())));
        byte[] row = ("x".repeat(length) + "\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 300; i++) {
            assertThat(first.areEnough()).isEqualTo(i >= enough);
            first.row(row, 0, row.length);
        }
        assertThat(first.bytesOfARow()).isCloseTo(length + 2.0, within(0.5));

        List<Integer> lengths = new ArrayList<>();
        first.handTo((_, from, to) -> lengths.add(to - from));
        assertThat(lengths).hasSize(enough).containsOnly(row.length);
    }
}
