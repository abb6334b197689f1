package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentWriterTest {

    static Stream<FileFormat> formats() {
        return Stream.of(FileFormat.csv(), FileFormat.xlsx(), new XlsxFormat(XlsxFormat.MAX_ROWS - 1, JdkDeflate::new));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRowOfAnotherWidthIsRefused(FileFormat format) throws IOException {
        Layout layout = TestFile.layout(ValueType.TEXT, ValueType.TEXT);
        try (SegmentWriter writer = format.segment(layout, 0, OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> writer.row(new byte[] {'a'}, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends after 1 fields");
            assertThatThrownBy(() -> writer.row("a\tb\tc".getBytes(StandardCharsets.UTF_8), 0, 5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("more fields than the layout's 2 columns");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void rowsLeaveNoGarbage(FileFormat format) throws IOException {
        Layout layout = TestFile.layout(ValueType.values());
        byte[] row = CopyText.row(List.of(
                "0042",
                "a & b\n",
                "17",
                "1.5",
                "2.50",
                "12.5",
                "2026-11-24",
                "2026-11-24 15:32:01.5+01",
                "t",
                "https://example.org/?a=1&b=2",
                "DE"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (SegmentWriter writer = format.segment(layout, 0, OutputStream.nullOutputStream())) {
            writer.row(row, 0, row.length);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int count = 0; count < 20_000; count++) {
                writer.row(row, 0, row.length);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
            assertThat(writer.finish().rows()).isEqualTo(20_001);
        }
    }

    @Test
    void aTextLongerThanACellIsCutBetweenCharacters() throws IOException {
        List<String> texts = List.of(
                "a".repeat(32_767),
                "a".repeat(32_768),
                "\uD83D\uDE00".repeat(20_000),
                "\u0001".repeat(40_000),
                "_x0041_".repeat(5_000));
        TestFile file = TestFile.of(
                FileFormat.xlsx(),
                TestFile.layout(ValueType.TEXT),
                texts.stream().map(List::of).toList());
        assertThat(file.altered()).containsExactly(4L);
        try (XSSFWorkbook workbook = Readers.poi(file.bytes())) {
            XSSFSheet sheet = workbook.getSheetAt(0);
            assertThat(text(sheet, 1)).isEqualTo(texts.get(0));
            assertThat(text(sheet, 2)).isEqualTo("a".repeat(32_766) + "…");
            assertThat(text(sheet, 3)).isEqualTo("\uD83D\uDE00".repeat(16_383) + "…");
            assertThat(text(sheet, 4)).isEqualTo("\u0001".repeat(32_766) + "…");
            assertThat(text(sheet, 5)).isEqualTo(texts.get(4).substring(0, 32_766) + "…");
        }
    }

    private static String text(XSSFSheet sheet, int row) {
        return sheet.getRow(row).getCell(0).getStringCellValue();
    }

    @Test
    void csvTakesTextsOfAnyLength() {
        List<List<String>> rows = List.of(
                List.of("a".repeat(3_000_000)), List.of("\"".repeat(1_000_000)), List.of("a\\\n".repeat(500_000)));
        byte[] file = TestFile.of(FileFormat.csv(), TestFile.layout(ValueType.TEXT), rows)
                .bytes();
        List<List<String>> records = Readers.fastCsv(file);
        assertThat(records.subList(1, 4)).isEqualTo(rows);
    }

    @Test
    void csvTakesALongTextWhereverTheBufferStands() {
        String formula = "=,".repeat(131_072);
        for (int length = 163_830; length < 163_845; length++) {
            List<String> row = List.of("a".repeat(length), formula);
            byte[] file = TestFile.of(FileFormat.csv(), TestFile.layout(ValueType.TEXT, ValueType.TEXT), List.of(row))
                    .bytes();
            assertThat(Readers.fastCsv(file).get(1)).containsExactly(row.get(0), "'" + formula);
        }
    }

    @Test
    void longTextsOfManyColumnsFitThroughTheBuffer() throws IOException {
        Layout layout = TestFile.layout(ValueType.TEXT, ValueType.TEXT, ValueType.TEXT, ValueType.TEXT);
        String longest = "\u0001".repeat(32_767);
        byte[] file = TestFile.of(FileFormat.xlsx(), layout, List.of(List.of(longest, longest, longest, "end")))
                .bytes();
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            assertThat(workbook.getSheetAt(0).getRow(1).getCell(2).getStringCellValue())
                    .isEqualTo(longest);
            assertThat(workbook.getSheetAt(0).getRow(1).getCell(3).getStringCellValue())
                    .isEqualTo("end");
        }
    }
}
