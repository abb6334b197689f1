package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.poi.ss.util.CellReference;
import org.junit.jupiter.api.Test;

class ReferencesTest {

    @Test
    void columnsAreNamedAsExcelNamesThem() {
        for (int column = 0; column < Layout.MAX_COLUMNS; column++) {
            assertThat(XlsxCell.letters(column)).isEqualTo(CellReference.convertNumToColString(column));
        }
    }

    @Test
    void rowsCountOn() {
        for (long first : new long[] {1, 8, 99, 1_048_570, 9_999_998}) {
            RowNumber number = new RowNumber(first);
            for (long row = first; row < first + 1_200; row++) {
                assertThat(digits(number)).isEqualTo(Long.toString(row));
                number.increment();
            }
        }
    }

    private static String digits(RowNumber number) {
        Output out = new Output(new Verbatim(OutputStream.nullOutputStream()));
        number.put(out);
        return new String(out.bytes, 0, out.at, StandardCharsets.US_ASCII);
    }
}
