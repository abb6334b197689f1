package dev.sheaf.format;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.dhatim.fastexcel.reader.Row;

/// Whatever goes in comes out again, as long as the format can hold it.
class RoundTripTest {

    private static final LocalDateTime FIRST = LocalDateTime.parse("1900-03-01T00:00:00");
    private static final LocalDateTime LAST = LocalDateTime.parse("9999-12-31T23:59:59.999999");
    private static final LocalDateTime SERIAL_ZERO = LocalDateTime.parse("1899-12-30T00:00:00");
    private static final BigDecimal MICROS_PER_DAY = new BigDecimal("86400000000");
    private static final DateTimeFormatter POSTGRESQL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    @Provide
    Arbitrary<List<String>> texts() {
        return Generated.texts().list().ofMinSize(1).ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<BigDecimal>> decimals() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-1e20"), new BigDecimal("1e20"))
                .ofScale(10)
                .map(number -> number.abs().compareTo(BigDecimal.valueOf(99_999)) > 0
                        ? number.setScale(0, RoundingMode.DOWN)
                        : number)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<LocalDateTime>> timestamps() {
        return Arbitraries.longs()
                .between(0, FIRST.until(LAST, MICROS))
                .map(micros -> FIRST.plus(micros, MICROS))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 150)
    void csvKeepsAnyText(@ForAll("texts") List<String> texts) {
        byte[] file = fileOf(FileFormat.csv(), ValueType.TEXT, texts);
        List<List<String>> records = Readers.fastCsv(file);
        assertThat(records.subList(1, records.size()))
                .isEqualTo(texts.stream().map(List::of).toList());
    }

    @Property(tries = 150)
    void xlsxKeepsAnyText(@ForAll("texts") List<String> texts) throws IOException {
        byte[] file = fileOf(FileFormat.xlsx(), ValueType.TEXT, texts);
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            XSSFSheet sheet = workbook.getSheetAt(0);
            for (int row = 0; row < texts.size(); row++) {
                assertThat(sheet.getRow(row + 1).getCell(0).getStringCellValue())
                        .isEqualTo(texts.get(row));
            }
        }
        List<Row> rows = Readers.fastexcel(file);
        for (int row = 0; row < texts.size(); row++) {
            if (isReadAlike(texts.get(row))) {
                assertThat(rows.get(row + 1).getCellText(0)).isEqualTo(texts.get(row));
            }
        }
    }

    /// fastexcel-reader knows nothing of `_xHHHH_`.
    private static boolean isReadAlike(String text) {
        return text.chars().noneMatch(c -> c == '_' || (c < ' ' && c != '\n' && c != '\t') || c >= 0xFFFE);
    }

    @Property(tries = 100)
    void xlsxKeepsAnyDecimalOrSaysSo(@ForAll("decimals") List<BigDecimal> numbers) throws IOException {
        List<String> texts = numbers.stream().map(BigDecimal::toPlainString).toList();
        TestFile file = TestFile.of(
                FileFormat.xlsx(),
                TestFile.layout(ValueType.DECIMAL),
                texts.stream().map(List::of).toList());
        long asText = 0;
        try (XSSFWorkbook workbook = Readers.poi(file.bytes())) {
            for (int row = 0; row < texts.size(); row++) {
                XSSFCell cell = workbook.getSheetAt(0).getRow(row + 1).getCell(0);
                boolean held = numbers.get(row).stripTrailingZeros().precision() <= 15;
                asText += held ? 0 : 1;
                assertThat(cell.getCellType()).isEqualTo(held ? CellType.NUMERIC : CellType.STRING);
                assertThat(held ? cell.getRawValue() : cell.getStringCellValue())
                        .isEqualTo(texts.get(row));
            }
        }
        assertThat(file.altered()).containsExactly(asText);
    }

    @Property(tries = 100)
    void xlsxShiftsAnyPercentageExactly(@ForAll("decimals") List<BigDecimal> numbers) throws IOException {
        byte[] file = fileOf(
                FileFormat.xlsx(),
                ValueType.PERCENT,
                numbers.stream().map(BigDecimal::toPlainString).toList());
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            for (int row = 0; row < numbers.size(); row++) {
                XSSFCell cell = workbook.getSheetAt(0).getRow(row + 1).getCell(0);
                if (cell.getCellType() == CellType.NUMERIC) {
                    assertThat(new BigDecimal(cell.getRawValue()))
                            .isEqualByComparingTo(numbers.get(row).movePointLeft(2));
                }
            }
        }
    }

    @Property(tries = 100)
    void xlsxKeepsAnyTimestampToTheMicrosecond(@ForAll("timestamps") List<LocalDateTime> timestamps)
            throws IOException {
        byte[] file = fileOf(
                FileFormat.xlsx(),
                ValueType.TIMESTAMP,
                timestamps.stream().map(POSTGRESQL::format).toList());
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            for (int row = 0; row < timestamps.size(); row++) {
                XSSFCell cell = workbook.getSheetAt(0).getRow(row + 1).getCell(0);
                assertThat(exact(cell.getRawValue())).isEqualTo(timestamps.get(row));
                assertThat(cell.getLocalDateTimeCellValue())
                        .isCloseTo(timestamps.get(row), within(1, ChronoUnit.MILLIS));
            }
        }
    }

    @Property(tries = 100)
    void csvWritesTimestampsThatJavaReads(@ForAll("timestamps") List<LocalDateTime> timestamps) {
        byte[] file = fileOf(
                FileFormat.csv(),
                ValueType.TIMESTAMP,
                timestamps.stream().map(at -> POSTGRESQL.format(at) + "-03:30").toList());
        List<List<String>> records = Readers.fastCsv(file);
        for (int row = 0; row < timestamps.size(); row++) {
            assertThat(OffsetDateTime.parse(records.get(row + 1).getFirst()))
                    .isEqualTo(timestamps.get(row).atOffset(ZoneOffset.ofHoursMinutes(-3, -30)));
        }
    }

    private static LocalDateTime exact(String serial) {
        BigDecimal micros = new BigDecimal(serial).multiply(MICROS_PER_DAY).setScale(0, RoundingMode.HALF_UP);
        return SERIAL_ZERO.plus(micros.longValueExact(), MICROS);
    }

    private static byte[] fileOf(FileFormat format, ValueType type, List<String> values) {
        Layout guarded = TestFile.layout(type);
        Layout layout = new Layout(guarded.sheetName(), guarded.columns(), guarded.widths(), false, false);
        return TestFile.of(format, layout, values.stream().map(List::of).toList())
                .bytes();
    }
}
