package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Measure;
import dev.sheaf.format.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The groups that have a line of their own.
class LargestGroupsTest {

    private static final Measure ROWS =
            new Measure("rows", "Rows", ValueType.INTEGER, 0, Measure.Kind.COUNT, "*", null);
    private static final Facet FACET =
            new Facet("remark", "Remark", ValueType.TEXT, 0, "r.remark", List.of(ROWS), Standing.MEMBER);

    private static final int LENGTH = 30_000;
    private static final int FIT = LargestGroups.MOST_CHARACTERS / LENGTH;

    @Test
    void noneTakesTheRoomOfOneThatHasMoreRows() {
        var groups = new LargestGroups(CurrenciesApart.of(FACET, List.of(List.of("0", "1", "", "0"))));
        for (int i = 0; i < FIT + 2; i++) {
            add(groups, 2, "%02d".formatted(i) + "l".repeat(LENGTH - 2));
        }
        for (int i = 0; i < 100; i++) {
            add(groups, 1, "short" + i);
        }

        Summary summary = groups.end("", 2 * (FIT + 2) + 100);

        assertThat(summary.groups()).hasSize(FIT).allMatch(line -> line.endsWith("l\t2"));
        assertThat(summary.others()).isEqualTo(new Summary.Others(2 + 100, "104"));
    }

    private static void add(LargestGroups groups, int rows, String value) {
        byte[] line = (rows + "\t" + value + "\t1\t" + rows).getBytes(StandardCharsets.UTF_8);
        groups.row(line, 0, line.length);
    }
}
