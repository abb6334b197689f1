package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NastyValuesTest {

    static Stream<NastyValue> all() {
        return NastyValue.all();
    }

    @Test
    void eachSaysInWordsWhatBothFormatsHold() {
        assertThat(all())
                .allSatisfy(
                        value -> assertThat(value.words()).as(value.name()).matches("CSV: \\S.*[.] XLSX: \\S.*[.]"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void csv(NastyValue value) {
        TestFile file = value.file(FileFormat.csv());
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        assertThat(text.substring(text.indexOf('\n') + 1)).isEqualTo(value.csv() + ",end\r\n");
        assertThat(file.altered()).isEqualTo(List.of(value.alteredIn(FileFormat.csv()), 0L));
        assertThat(Readers.fastCsv(file.bytes()).get(1)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void xlsx(NastyValue value) throws IOException {
        TestFile file = value.file(FileFormat.xlsx());
        assertThat(file.altered()).isEqualTo(List.of(value.alteredIn(FileFormat.xlsx()), 0L));
        try (XSSFWorkbook workbook = Readers.poi(file.bytes())) {
            XSSFCell cell = workbook.getSheetAt(0).getRow(1).getCell(0);
            assertThat(workbook.getSheetAt(0).getRow(1).getCell(1).getStringCellValue())
                    .isEqualTo("end");
            if (value.text() != null) {
                assertThat(cell.getStringCellValue()).isEqualTo(value.text());
                assertThat(cell.getCellStyle().getQuotePrefixed()).isEqualTo(value.isGuarded());
            } else if (value.number() != null) {
                assertThat(cell.getCellType()).isEqualTo(CellType.NUMERIC);
                assertThat(cell.getRawValue()).isEqualTo(value.number());
                assertThat(cell.getNumericCellValue()).isEqualTo(Double.parseDouble(value.number()));
            } else if (value.bool() != null) {
                assertThat(cell.getBooleanCellValue()).isEqualTo(Objects.requireNonNull(value.bool()));
            } else {
                assertThat(cell).isNull();
            }
        }
    }
}
