package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("dev.sheaf.format.DeflateTest#deflaters")
class XlsxFileTest {

    private final Function<OutputStream, Deflate> deflater;

    XlsxFileTest(Function<OutputStream, Deflate> deflater) {
        this.deflater = deflater;
    }

    private static final Layout LAYOUT =
            TestFile.layout(ValueType.ID, ValueType.TEXT, ValueType.MONEY, ValueType.TIMESTAMP, ValueType.BOOLEAN);

    private FileFormat format(long rowsPerSheet) {
        return new XlsxFormat(rowsPerSheet, deflater);
    }

    private static List<List<String>> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(row -> List.of(
                        "00" + row,
                        "Grüße & <" + row + ">",
                        row + ".50",
                        "2026-11-24 15:32:" + (10 + row % 50) + ".5+01",
                        row % 2 == 0 ? "t" : "f"))
                .toList();
    }

    @Test
    void everyEntryReadsBackByDirectoryAndByStream(@TempDir Path folder) throws IOException {
        byte[] file = TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(5_000), 3)
                .bytes();
        Path path = Files.write(folder.resolve("file.xlsx"), file);
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                CRC32 crc = new CRC32();
                crc.update(content);
                names.add(entry.getName());
                assertThat(entry.getCrc()).as(entry.getName()).isEqualTo(crc.getValue());
                assertThat(entry.getSize()).isEqualTo(content.length);
                assertThat(Readers.entries(file).get(entry.getName())).isEqualTo(content);
            }
        }
        assertThat(names)
                .containsExactly(
                        "_rels/.rels",
                        "docProps/app.xml",
                        "xl/worksheets/_rels/sheet1.xml.rels",
                        "xl/worksheets/sheet1.xml",
                        "xl/tables/table1.xml",
                        "docProps/core.xml",
                        "xl/styles.xml",
                        "xl/workbook.xml",
                        "xl/_rels/workbook.xml.rels",
                        "[Content_Types].xml");
    }

    @Test
    void aWorkbookHasFrozenBoldHeaderFilterAndTypedCells() throws IOException {
        byte[] file =
                TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(3)).bytes();
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            XSSFSheet sheet = workbook.getSheet("Clicks");
            assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
            assertThat(sheet.getTables()).singleElement().satisfies(table -> {
                assertThat(table.getCellReferences().formatAsString()).isEqualTo("A1:E4");
                assertThat(table.getCTTable().getAutoFilter().getRef()).isEqualTo("A1:E4");
            });
            assertThat(sheet.getRow(0).getCell(0).getCellStyle().getFont().getBold())
                    .isTrue();
            assertThat(sheet.getRow(0).getCell(4).getStringCellValue()).isEqualTo("Column BOOLEAN");
            assertThat(sheet.getRow(3).getCell(0).getStringCellValue()).isEqualTo("002");
            assertThat(sheet.getRow(3).getCell(1).getStringCellValue()).isEqualTo("Grüße & <2>");
            assertThat(sheet.getRow(3).getCell(2).getNumericCellValue()).isEqualTo(2.5);
            assertThat(sheet.getRow(3).getCell(3).getLocalDateTimeCellValue()).hasToString("2026-11-24T15:32:12.500");
            assertThat(sheet.getRow(3).getCell(4).getBooleanCellValue()).isTrue();
            assertThat(sheet.getColumnWidthInPixels(0)).isGreaterThan(60);
        }
    }

    @Test
    void idsAreNotMarkedAsNumbersStoredAsText() {
        byte[] file =
                TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(3)).bytes();
        assertThat(Readers.entry(file, "xl/worksheets/sheet1.xml"))
                .contains("<ignoredError sqref=\"A2:A1048576\" numberStoredAsText=\"1\"/>");
    }

    @Test
    void aFileWithoutRowsIsGood() throws IOException {
        for (int segments : new int[] {0, 1, 3}) {
            byte[] file = TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, List.of(), segments)
                    .bytes();
            try (XSSFWorkbook workbook = Readers.poi(file)) {
                assertThat(workbook.getSheetAt(0).getLastRowNum()).isZero();
            }
            assertThat(Readers.fastexcel(file)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17})
    void theSheetIsTheSameHoweverItsRowsAreCut(int segments) {
        String whole = Readers.entry(
                TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(2_000))
                        .bytes(),
                "xl/worksheets/sheet1.xml");
        byte[] file = TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(2_000), segments)
                .bytes();
        assertThat(Readers.entry(file, "xl/worksheets/sheet1.xml")).isEqualTo(whole);
        assertThat(Readers.fastexcel(file)).hasSize(2_001);
    }

    @Test
    void theSameRowsGiveTheSameBytes() {
        byte[] once = TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(500), 3)
                .bytes();
        byte[] again = TestFile.of(format(XlsxFormat.MAX_ROWS - 1), LAYOUT, rows(500), 3)
                .bytes();
        assertThat(again).isEqualTo(once);
    }

    @Test
    void theBytesDoNotDependOnTheLocale() {
        byte[] file = TestFile.of(format(10), LAYOUT, rows(25)).bytes();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(TestFile.of(format(10), LAYOUT, rows(25)).bytes()).isEqualTo(file);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void rowsBeyondASheetGoToTheNext() throws IOException {
        byte[] file = TestFile.of(format(10), LAYOUT, rows(25), 2).bytes();
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            assertThat(workbook.getNumberOfSheets()).isEqualTo(3);
            Sheet last = workbook.getSheet("Clicks (3)");
            assertThat(last.getLastRowNum()).isEqualTo(5);
            assertThat(last.getRow(0).getCell(0).getStringCellValue()).isEqualTo("Column ID");
            assertThat(last.getRow(5).getCell(0).getStringCellValue()).isEqualTo("0024");
            assertThat(workbook.getSheetAt(1).getRow(10).getCell(0).getStringCellValue())
                    .isEqualTo("0019");
        }
    }

    @Test
    void aFullSheetTakesNoMore() {
        FileFormat format = format(2);
        byte[] row = CopyText.row(rows(1).getFirst());
        assertThatThrownBy(() -> TestFile.segment(format, LAYOUT, List.of(row, row), 1, new ByteArrayOutputStream()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("full after 1 rows");
    }

    @Test
    void nullIsNoCellAndTheEmptyTextIsAnEmptyCell() throws IOException {
        Layout layout = TestFile.layout(ValueType.TEXT, ValueType.TEXT, ValueType.TEXT);
        byte[] file = TestFile.ofCopy(
                        format(XlsxFormat.MAX_ROWS - 1),
                        layout,
                        List.of("\\N\t\tx\n".getBytes(StandardCharsets.UTF_8)),
                        1)
                .bytes();
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            var row = workbook.getSheetAt(0).getRow(1);
            assertThat(row.getCell(0)).isNull();
            assertThat(row.getCell(1).getCellType()).isEqualTo(CellType.STRING);
            assertThat(row.getCell(1).getStringCellValue()).isEmpty();
            assertThat(row.getCell(2).getStringCellValue()).isEqualTo("x");
        }
        assertThat(Readers.fastexcel(file).get(1).getOptionalCell(0)).isEmpty();
        assertThat(Readers.fastexcel(file).get(1).getCellText(1)).isEmpty();
    }
}
