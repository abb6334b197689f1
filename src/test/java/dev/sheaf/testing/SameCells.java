package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compares the rows of a file with those of a query, cell by cell and in order.
public final class SameCells {

    /// Half a millisecond, in days: a double holds no more of a date of our time.
    private static final BigDecimal CLOSE = new BigDecimal("0.000000006");

    private SameCells() {}

    public static void check(List<List<@Nullable Object>> actual, List<List<@Nullable Object>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            assertThat(actual.get(row)).as("row %d", row).hasSameSizeAs(expected.get(row));
            for (int column = 0; column < expected.get(row).size(); column++) {
                Object is = actual.get(row).get(column);
                Object shouldBe = expected.get(row).get(column);
                if (!same(is, shouldBe)) {
                    fail("row %d, column %d: %s instead of %s", row, column, is, shouldBe);
                }
            }
        }
    }

    private static boolean same(@Nullable Object is, @Nullable Object shouldBe) {
        return (is instanceof BigDecimal a && shouldBe instanceof BigDecimal b)
                ? a.subtract(b).abs().compareTo(CLOSE) <= 0
                : Objects.equals(is, shouldBe);
    }
}
