package dev.sheaf.format;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
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
    private static final Pattern SUSPECT =
            Pattern.compile("(?s) *([=@\\t\\r\\n＝＋－＠].*|[+-](?!(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?%?\\z).*)");
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

    @Provide
    Arbitrary<List<Moment>> moments() {
        Arbitrary<ZoneId> zones = Arbitraries.of(
                        ZoneId.getAvailableZoneIds().stream().sorted().toList())
                .map(ZoneId::of);
        Arbitrary<Instant> instants = Arbitraries.longs()
                .between(
                        Instant.parse("1800-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2200-01-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
        Arbitrary<Long> micros = Arbitraries.longs().between(-3_700_000_000L, 3_700_000_000L);
        return Combinators.combine(zones, instants, micros, Arbitraries.of(true, false))
                .as((zone, instant, shift, atEdge) -> {
                    ZoneOffsetTransition edge = atEdge ? zone.getRules().nextTransition(instant) : null;
                    return new Moment(zone, (edge == null ? instant : edge.getInstant()).plus(shift, MICROS));
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    /// As PostgreSQL prints it in a session of that zone.
    record Moment(ZoneId zone, Instant instant) {

        ZonedDateTime local() {
            return instant.atZone(zone);
        }

        String copy() {
            int seconds = local().getOffset().getTotalSeconds();
            String offset = seconds % 3600 == 0 ? "x" : seconds % 60 == 0 ? "xxx" : "xxxxx";
            return POSTGRESQL.format(local())
                    + DateTimeFormatter.ofPattern(offset).format(local());
        }
    }

    /// Around the hours that come twice or never, and in the days when zones had odd seconds.
    @Property(tries = 200)
    void anyMomentInAnyZoneIsTheSameMoment(@ForAll("moments") List<Moment> moments) throws IOException {
        List<String> texts = moments.stream().map(Moment::copy).toList();
        List<List<String>> records = Readers.fastCsv(fileOf(FileFormat.csv(), ValueType.TIMESTAMP, texts));
        TestFile xlsx = TestFile.of(
                FileFormat.xlsx(),
                TestFile.layout(ValueType.TIMESTAMP),
                texts.stream().map(List::of).toList());
        long asText = 0;
        try (XSSFWorkbook workbook = Readers.poi(xlsx.bytes())) {
            for (int row = 0; row < moments.size(); row++) {
                Moment moment = moments.get(row);
                assertThat(OffsetDateTime.parse(records.get(row + 1).getFirst()).toInstant())
                        .isEqualTo(moment.instant());
                XSSFCell cell = workbook.getSheetAt(0).getRow(row + 1).getCell(0);
                LocalDateTime local = moment.local().toLocalDateTime();
                if (local.isBefore(FIRST)) {
                    asText++;
                    assertThat(cell.getStringCellValue()).isEqualTo(texts.get(row));
                } else {
                    assertThat(exact(cell.getRawValue())).isEqualTo(local);
                }
            }
        }
        assertThat(xlsx.altered()).containsExactly(asText);
    }

    @Provide
    Arbitrary<List<String>> anyNumbers() {
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                4,
                                Arbitraries.bigDecimals()
                                        .between(new BigDecimal("-1e25"), new BigDecimal("1e25"))
                                        .ofScale(12)
                                        .map(BigDecimal::toPlainString)),
                        Tuple.of(1, Arbitraries.of("NaN", "Infinity", "-Infinity", "0", "-0.000", "1e+308", "-1e-400")),
                        Tuple.of(
                                2,
                                Arbitraries.doubles()
                                        .map(number -> Double.toString(number).replace("E", "e"))))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    /// What a cell shows as a number is that number, to the last digit; all else is text and counted.
    @Property(tries = 200)
    void noNumberIsChangedWithoutAWord(@ForAll("anyNumbers") List<String> numbers) throws IOException {
        TestFile file = TestFile.of(
                FileFormat.xlsx(),
                TestFile.layout(ValueType.DECIMAL),
                numbers.stream().map(List::of).toList());
        long asText = 0;
        try (XSSFWorkbook workbook = Readers.poi(file.bytes())) {
            for (int row = 0; row < numbers.size(); row++) {
                XSSFCell cell = workbook.getSheetAt(0).getRow(row + 1).getCell(0);
                String number = numbers.get(row);
                if (cell.getCellType() == CellType.NUMERIC) {
                    BigDecimal exact = new BigDecimal(number);
                    assertThat(new BigDecimal(cell.getRawValue())).isEqualByComparingTo(exact);
                    assertThat(exact.stripTrailingZeros().precision()).isLessThanOrEqualTo(15);
                    assertThat(cell.getNumericCellValue()).isEqualTo(exact.doubleValue());
                } else {
                    asText++;
                    assertThat(cell.getStringCellValue()).isEqualTo(number);
                    assertThat(number)
                            .satisfiesAnyOf(
                                    text -> assertThat(text).matches("NaN|-?Infinity"),
                                    text -> assertThat(new BigDecimal(text)
                                                    .stripTrailingZeros()
                                                    .precision())
                                            .isGreaterThan(15),
                                    text -> assertThat(Math.abs((long) new BigDecimal(text).precision()
                                                    - new BigDecimal(text).scale()))
                                            .isGreaterThan(300));
                }
            }
        }
        assertThat(file.altered()).containsExactly(asText);
    }

    /// By the rule of the docs, written anew: what begins like a formula, behind any blanks, and is no plain number.
    @Property(tries = 200)
    void theGuardMarksWhatLooksLikeAFormulaAndNothingElse(@ForAll("texts") List<String> texts) throws IOException {
        List<List<String>> rows = texts.stream().map(List::of).toList();
        TestFile csv = TestFile.of(FileFormat.csv(), TestFile.layout(ValueType.TEXT), rows);
        TestFile xlsx = TestFile.of(FileFormat.xlsx(), TestFile.layout(ValueType.TEXT), rows);
        List<List<String>> records = Readers.fastCsv(csv.bytes());
        long suspects = 0;
        try (XSSFWorkbook workbook = Readers.poi(xlsx.bytes())) {
            for (int row = 0; row < texts.size(); row++) {
                String text = texts.get(row);
                boolean suspect = SUSPECT.matcher(text).matches();
                suspects += suspect ? 1 : 0;
                assertThat(records.get(row + 1)).containsExactly(suspect ? "'" + text : text);
                XSSFCell cell = workbook.getSheetAt(0).getRow(row + 1).getCell(0);
                assertThat(cell.getStringCellValue()).isEqualTo(text);
                assertThat(cell.getCellStyle().getQuotePrefixed()).isEqualTo(suspect);
            }
        }
        assertThat(csv.altered()).containsExactly(suspects);
        assertThat(xlsx.altered()).containsExactly(suspects);
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
