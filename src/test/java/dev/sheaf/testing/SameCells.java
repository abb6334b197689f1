package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compares the rows of a file with those of a query, cell by cell and in order.
public final class SameCells {

    /// Half a millisecond, in days: a double holds no more of a date of our time.
    private static final BigDecimal CLOSE = new BigDecimal("0.000000006");
    private static final BigDecimal MILLISECOND = new BigDecimal("0.000000012");

    private SameCells() {}

    public static void check(
            List<? extends List<? extends @Nullable Object>> actual,
            List<? extends List<? extends @Nullable Object>> expected) {
        check(actual.iterator(), expected.iterator());
    }

    /// The same for readers that know no time of day between two milliseconds.
    public static void checkToTheMillisecond(
            List<? extends List<? extends @Nullable Object>> actual,
            List<? extends List<? extends @Nullable Object>> expected) {
        check(actual.iterator(), expected.iterator(), MILLISECOND);
    }

    /// The same for more rows than fit into memory; how many there were.
    public static long check(
            Iterator<? extends List<? extends @Nullable Object>> actual,
            Iterator<? extends List<? extends @Nullable Object>> expected) {
        return check(actual, expected, CLOSE);
    }

    private static long check(
            Iterator<? extends List<? extends @Nullable Object>> actual,
            Iterator<? extends List<? extends @Nullable Object>> expected,
            BigDecimal close) {
        long row = 0;
        while (actual.hasNext() && expected.hasNext()) {
            check(row++, actual.next(), expected.next(), close);
        }
        assertThat(actual.hasNext())
                .as("more than the %d rows that were expected", row)
                .isFalse();
        assertThat(expected.hasNext())
                .as("more than the %d rows that are there", row)
                .isFalse();
        return row;
    }

    private static void check(
            long row,
            List<? extends @Nullable Object> actual,
            List<? extends @Nullable Object> expected,
            BigDecimal close) {
        assertThat(actual).as("row %d", row).hasSameSizeAs(expected);
        for (int column = 0; column < expected.size(); column++) {
            if (!same(actual.get(column), expected.get(column), close)) {
                fail("row %d, column %d: %s instead of %s", row, column, actual.get(column), expected.get(column));
            }
        }
    }

    private static boolean same(@Nullable Object is, @Nullable Object shouldBe, BigDecimal close) {
        return (is instanceof BigDecimal a && shouldBe instanceof BigDecimal b)
                ? a.subtract(b).abs().compareTo(close) <= 0
                : Objects.equals(is, shouldBe);
    }
}
