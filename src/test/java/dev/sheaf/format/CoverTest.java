package dev.sheaf.format;

import static dev.sheaf.format.Column.NO_CURRENCY;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A workbook with everything that one can have.
class CoverTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("ID", ValueType.ID, 0),
            new Column("Sale amount", ValueType.MONEY, 2, false, 2),
            new Column("Currency", ValueType.TEXT, 0),
            new Column("Commission", ValueType.MONEY, 2, false, 2),
            new Column("Note", ValueType.TEXT, 0, true, NO_CURRENCY));
    private static final Instant AS_OF = Instant.parse("2026-10-25T00:30:01.5Z");

    private static final FacetSheet COUNTRIES = new FacetSheet(
            "By country",
            new Column("Country", ValueType.COUNTRY, 0),
            List.of(new Column("Clicks", ValueType.INTEGER, 0), new Column("Last", ValueType.DATE, 0)),
            List.of(asList("DE", "30", "2026-10-01"), asList("FR", "10", null), asList(null, "5", null)),
            new FacetSheet.Others(1234, asList("15", null)),
            asList("60", null));

    static Cover cover(Locale locale) {
        return new Cover(
                "Clicks",
                "Every click, & what came of it",
                "=Ada <ada@example.org>",
                List.of(new Cover.Line("Country", "DE, FR"), new Cover.Line("Search", "=1+1")),
                AS_OF,
                ZoneId.of("Europe/Berlin"),
                List.of(COUNTRIES),
                locale);
    }

    static TestFile file(int rows, int rowsPerSheet, int segments, @Nullable Cover cover) {
        Layout layout = new Layout("Clicks", COLUMNS, List.of(12, 14, 10, 14, 40), true, false);
        List<byte[]> copied = IntStream.range(0, rows)
                .mapToObj(row -> CopyText.row(asList(
                        "00" + row,
                        row + ".5",
                        asList("EUR", "USD", "JPY", null, "beads").get(row % 5),
                        "-" + row,
                        row % 2 == 0 ? "=1+1" : "first\nsecond")))
                .toList();
        return TestFile.ofCopy(new XlsxFormat(rowsPerSheet), layout, copied, segments, cover);
    }

    private static List<String> shown(XSSFSheet sheet) {
        var formatter = new DataFormatter(Locale.ROOT);
        List<String> lines = new ArrayList<>();
        sheet.forEach(row -> {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(formatter.formatCellValue(cell)));
            lines.add(String.join(" | ", cells));
        });
        return lines;
    }

    @Test
    void everyPartFollowsTheStandard() {
        for (int rows : new int[] {0, 1, 25}) {
            Ecma376.check(file(rows, 10, 2, cover(Locale.ENGLISH)).bytes());
        }
        Ecma376.check(file(3, 10, 1, null).bytes());
        Ecma376.check(TestFile.of(FileFormat.xlsx(), TestFile.layout(ValueType.values()), List.of())
                .bytes());
        Layout twins = TestFile.layout(List.of(COLUMNS.getFirst(), COLUMNS.getFirst()));
        Ecma376.check(TestFile.of(FileFormat.xlsx(), twins, List.of()).bytes());
    }

    @Test
    void theAboutSheetSaysWhatTheFileIs() throws IOException {
        try (XSSFWorkbook workbook =
                Readers.poi(file(25, 10, 2, cover(Locale.ENGLISH)).bytes())) {
            XSSFSheet about = workbook.getSheet("About");
            assertThat(workbook.getSheetIndex(about)).isEqualTo(4);
            assertThat(shown(about))
                    .containsExactly(
                            "Clicks",
                            "Every click, & what came of it",
                            "Requested by | =Ada <ada@example.org>",
                            "Data as of | 2026-10-25 02:30:01 +02:00",
                            "Times in | Europe/Berlin",
                            "Country | DE, FR",
                            "Search | =1+1",
                            "Rows | 25",
                            "The rows go on in Clicks (2), Clicks (3).",
                            "Cells altered | kept from being read as a formula, cut at Excel's 32,767 characters (…),"
                                    + " or kept as text because Excel cannot hold the value",
                            "Note | 13");
            assertThat(about.getRow(2).getCell(1).getCellStyle().getQuotePrefixed())
                    .isTrue();
        }
    }

    @Test
    void theAboutSheetKeepsAnyTextAndShowsAllOfIt() throws IOException {
        String nasty = "_x0041_ & <b>\u0001\uFFFE\r\n ";
        Cover plain = cover(Locale.ENGLISH);
        var nastily =
                new Cover(nasty, "word ".repeat(100), nasty, List.of(), AS_OF, plain.zone(), List.of(), plain.locale());
        byte[] file = file(1, 10, 1, nastily).bytes();
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            XSSFSheet about = workbook.getSheet("About");
            assertThat(about.getRow(0).getCell(0).getStringCellValue()).isEqualTo(nasty);
            assertThat(about.getRow(2).getCell(1).getStringCellValue()).isEqualTo(nasty);
            assertThat(about.getRow(1).getHeightInPoints()).isGreaterThanOrEqualTo(6 * 15);
        }
    }

    @Test
    void aFileWithoutRowsHasItsCoverToo() throws IOException {
        try (XSSFWorkbook workbook =
                Readers.poi(file(0, 10, 1, cover(Locale.ENGLISH)).bytes())) {
            assertThat(shown(workbook.getSheet("About"))).contains("Rows | 0", "Cells altered | none");
            assertThat(workbook.getSheet("Clicks").getLastRowNum()).isZero();
            assertThat(workbook.getSheet("Clicks")
                            .getTables()
                            .getFirst()
                            .getArea()
                            .formatAsString())
                    .isEqualTo("A1:E2");
        }
    }

    @Test
    void aFacetSheetHasBarsSharesAndTheTotalOfAllRows() throws IOException {
        try (XSSFWorkbook workbook =
                Readers.poi(file(3, 10, 1, cover(Locale.ENGLISH)).bytes())) {
            XSSFSheet facet = workbook.getSheet("By country");
            assertThat(shown(facet))
                    .containsExactly(
                            "Country | Clicks | Clicks % | Last",
                            "DE | 30 | 50.0% | 2026-10-01",
                            "FR | 10 | 16.7%",
                            "(none) | 5 | 8.3%",
                            "(1234 other values) | 15 | 25.0%",
                            "Total | 60 | 100.0%");
            assertThat(facet.getRow(2).getCell(2).getRawValue()).isEqualTo("0.16666667");
            assertThat(facet.getSheetConditionalFormatting()
                            .getConditionalFormattingAt(0)
                            .getFormattingRanges()[0]
                            .formatAsString())
                    .isEqualTo("B2:B4");
            assertThat(facet.getCTWorksheet()
                            .getConditionalFormattingArray(0)
                            .getCfRuleArray(0)
                            .getDataBar()
                            .getMinLength())
                    .as("bar of nothing")
                    .isZero();
            assertThat(facet.getRow(5).getCell(1).getCellStyle().getFont().getBold())
                    .isTrue();
        }
    }

    @Test
    void moneyShowsTheCurrencyOfItsRow() throws IOException {
        try (XSSFWorkbook workbook = Readers.poi(file(5, 10, 1, null).bytes())) {
            XSSFSheet sheet = workbook.getSheetAt(0);
            List<String> formats = IntStream.rangeClosed(1, 5)
                    .mapToObj(row -> format(sheet, row, 1) + " " + format(sheet, row, 3))
                    .toList();
            assertThat(formats)
                    .containsExactly(
                            "[$EUR]\\ #,##0.00 [$EUR]\\ #,##0.00",
                            "[$USD]\\ #,##0.00 [$USD]\\ #,##0.00",
                            "[$JPY]\\ #,##0.00 [$JPY]\\ #,##0.00",
                            "#,##0.00 #,##0.00",
                            "#,##0.00 #,##0.00");
            assertThat(sheet.getRow(3).getCell(3).getNumericCellValue()).isEqualTo(-2);
        }
    }

    private static String format(XSSFSheet sheet, int row, int column) {
        XSSFCell cell = sheet.getRow(row).getCell(column);
        return cell.getCellStyle().getDataFormatString();
    }

    @Test
    void longTextsAreWrappedWhereTheColumnSaysSo() throws IOException {
        try (XSSFWorkbook workbook = Readers.poi(file(2, 10, 1, null).bytes())) {
            XSSFSheet sheet = workbook.getSheetAt(0);
            assertThat(sheet.getRow(1).getCell(4).getCellStyle().getWrapText()).isTrue();
            assertThat(sheet.getRow(1).getCell(4).getCellStyle().getQuotePrefixed())
                    .isTrue();
            assertThat(sheet.getRow(2).getCell(4).getCellStyle().getWrapText()).isTrue();
            assertThat(sheet.getRow(2).getCell(2).getCellStyle().getWrapText()).isFalse();
        }
    }

    @Test
    void thePropertiesSayWhatWhoAndWhen() throws IOException {
        try (XSSFWorkbook workbook =
                Readers.poi(file(2, 10, 1, cover(Locale.ENGLISH)).bytes())) {
            var properties = workbook.getProperties().getCoreProperties();
            assertThat(properties.getTitle()).isEqualTo("Clicks");
            assertThat(properties.getCreator()).isEqualTo("=Ada <ada@example.org>");
            assertThat(properties.getCreated()).isEqualTo(Date.from(Instant.parse("2026-10-25T00:30:01Z")));
            assertThat(workbook.getProperties().getExtendedProperties().getApplication())
                    .isEqualTo("Sheaf");
        }
    }

    @Test
    void theWordsAroundTheDataFollowTheLocaleAndTheDataDoNot() throws IOException {
        try (XSSFWorkbook workbook =
                Readers.poi(file(25, 10, 1, cover(Locale.GERMANY)).bytes())) {
            assertThat(shown(workbook.getSheet("Über diese Datei")))
                    .contains("Zeilen | 25", "Stand der Daten | 2026-10-25" + " 02:30:01 +02:00");
            assertThat(shown(workbook.getSheet("By country")))
                    .contains("(1234 weitere Werte) | 15 | 25.0%", "Summe | 60 | 100.0%");
        }
        assertThat(file(25, 10, 1, cover(Locale.of("tlh"))).bytes())
                .isEqualTo(file(25, 10, 1, cover(Locale.ENGLISH)).bytes());
    }

    @Test
    void everyLanguageHasEveryWord() {
        var english = ResourceBundle.getBundle("dev.sheaf.format.words", Locale.ROOT);
        var german = ResourceBundle.getBundle("dev.sheaf.format.words", Locale.GERMAN);
        for (String key : english.keySet()) {
            assertThat(german.getString(key)).as(key).isNotEqualTo(english.getString(key));
        }
    }

    @Test
    void labelsThatATableCannotHaveGetAFilterInstead() throws IOException {
        for (String second : List.of("id", "=ID", "a\nb", "_x0041_", "\uD83D\uDE00")) {
            Layout layout =
                    TestFile.layout(List.of(new Column("ID", ValueType.ID, 0), new Column(second, ValueType.TEXT, 0)));
            byte[] file = TestFile.of(FileFormat.xlsx(), layout, List.of(List.of("1", "x")))
                    .bytes();
            try (XSSFWorkbook workbook = Readers.poi(file)) {
                assertThat(workbook.getSheetAt(0).getTables()).as(second).isEmpty();
                assertThat(workbook.getSheetAt(0)
                                .getCTWorksheet()
                                .getAutoFilter()
                                .getRef())
                        .isEqualTo("A1:B1048576");
            }
        }
    }

    @Test
    void sheetNamesNeverMeet() {
        assertThat(SheetNames.of("About", 2, List.of("about", "about (2)", "ABOUT")))
                .containsExactly("About", "About (2)", "about (3)", "about (2) (2)", "ABOUT (4)");
    }

    @Test
    void aFacetOfTheWrongShapeIsRefused() {
        assertThatThrownBy(() -> new FacetSheet(
                        "Days",
                        COUNTRIES.group(),
                        COUNTRIES.measures(),
                        List.of(List.of("DE", "1")),
                        null,
                        asList("1", null)))
                .hasMessage("Facet \"Days\" has a row of 2 values instead of 3");
    }
}
