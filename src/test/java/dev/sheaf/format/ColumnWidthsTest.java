package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnWidthsTest {

    private static int width(Column column, String... values) {
        ColumnWidths widths = ColumnWidths.of(List.of(column));
        for (String value : values) {
            byte[] row = CopyText.row(List.of(value));
            widths.row(row, 0, row.length);
        }
        return widths.widths().getFirst();
    }

    @Test
    void headerAndValuesAreMeasured() {
        assertThat(width(new Column("Id", ValueType.ID, 0))).isEqualTo(8);
        assertThat(width(new Column("A rather long label", ValueType.TEXT, 0))).isEqualTo(22);
        assertThat(width(new Column("Name", ValueType.TEXT, 0), "a".repeat(20))).isEqualTo(22);
        assertThat(width(new Column("Name", ValueType.TEXT, 0), "a".repeat(1_000)))
                .isEqualTo(60);
        assertThat(width(new Column("Name", ValueType.TEXT, 0), "short\n" + "a".repeat(20)))
                .isEqualTo(22);
    }

    @Test
    void wideCharactersCountTwice() {
        assertThat(width(new Column("Name", ValueType.TEXT, 0), "漢".repeat(10))).isEqualTo(22);
        assertThat(width(new Column("Name", ValueType.TEXT, 0), "\uD83D\uDE00".repeat(10)))
                .isEqualTo(22);
    }

    @Test
    void numbersAndDatesAreMeasuredAsTheyAreShown() {
        assertThat(width(new Column("M", ValueType.MONEY, 2), "1234567.5")).isEqualTo("1,234,567.50".length() + 2);
        assertThat(width(new Column("M", ValueType.INTEGER, 2), "1234567890")).isEqualTo("1,234,567,890".length() + 2);
        assertThat(width(new Column("T", ValueType.TIMESTAMP, 0), "2026-11-24 15:32:01.123456+01"))
                .isEqualTo(21);
    }

    @Test
    void onlyTheFirstRowsCount() {
        String[] values = new String[201];
        Arrays.fill(values, "a");
        values[200] = "a".repeat(30);
        assertThat(width(new Column("Name", ValueType.TEXT, 0), values)).isEqualTo(8);
    }
}
