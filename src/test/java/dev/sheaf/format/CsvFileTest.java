package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    private static final List<Column> COLUMNS =
            List.of(new Column("=Name, first", ValueType.TEXT, 0), new Column("Größe", ValueType.DECIMAL, 2));

    private static Layout layout(boolean guard, boolean mark) {
        return new Layout("", COLUMNS, List.of(10, 10), guard, mark);
    }

    private static String text(Layout layout, List<List<String>> rows) {
        return new String(TestFile.of(FileFormat.csv(), layout, rows).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theHeaderIsGuardedAndQuotedLikeAnyText() {
        assertThat(text(layout(true, false), List.of(List.of("a", "1"))))
                .isEqualTo("\"'=Name, first\",Größe\r\na,1\r\n");
        assertThat(text(layout(false, true), List.of())).isEqualTo("\uFEFF\"=Name, first\",Größe\r\n");
    }

    @Test
    void aRecordOfOneNullIsNoEmptyLine() {
        byte[] file = TestFile.of(
                        FileFormat.csv(),
                        TestFile.layout(ValueType.TEXT),
                        Arrays.asList(Arrays.asList((String) null), List.of(""), List.of("x")))
                .bytes();
        assertThat(new String(file, StandardCharsets.UTF_8)).isEqualTo("Column TEXT\r\n\"\"\r\n\"\"\r\nx\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17})
    void theFileIsTheSameHoweverItsRowsAreCut(int segments) {
        List<List<String>> rows = IntStream.range(0, 1_000)
                .mapToObj(row -> List.of("name " + row, row + ".5"))
                .toList();
        byte[] whole = TestFile.of(FileFormat.csv(), layout(true, true), rows).bytes();
        TestFile file = TestFile.of(FileFormat.csv(), layout(true, true), rows, segments);
        assertThat(file.bytes()).isEqualTo(whole);
        assertThat(file.segments()).hasSize(segments);
        assertThat(file.segments().stream().mapToLong(Segment::rows).sum()).isEqualTo(1_000);
    }

    @Test
    void aSegmentKnowsItsLengthAndChecksum() {
        TestFile file = TestFile.of(FileFormat.csv(), layout(true, false), List.of(List.of("a", "1")));
        CRC32 crc = new CRC32();
        crc.update("a,1\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(file.segments()).containsExactly(new Segment(1, 5, 5, (int) crc.getValue(), List.of(0L, 0L)));
    }

    @Test
    void thereIsOneSheetOnly() {
        assertThatThrownBy(() -> FileFormat.csv().assembly(layout(true, true), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exactly 1 sheet");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17})
    void gzipIsOneMemberAroundTheSameBytes(int segments) throws IOException {
        List<List<String>> rows = IntStream.range(0, 1_000)
                .mapToObj(row -> List.of("name " + row, row + ".5"))
                .toList();
        byte[] plain = TestFile.of(FileFormat.csv(), layout(true, true), rows).bytes();
        byte[] packed = TestFile.of(FileFormat.csvGzip(), layout(true, true), rows, segments)
                .bytes();

        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
        Inflater oneStream = new Inflater(true);
        oneStream.setInput(packed, 10, packed.length - 10);
        byte[] whole = new byte[plain.length + 1];
        try {
            assertThat(oneStream.inflate(whole)).isEqualTo(plain.length);
            assertThat(oneStream.finished()).isTrue();
            assertThat(oneStream.getRemaining())
                    .as("checksum and length, and no second member")
                    .isEqualTo(8);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            oneStream.end();
        }
    }

    @Test
    void gzipOfNoRowsIsAHeaderToo() throws IOException {
        byte[] packed = TestFile.of(FileFormat.csvGzip(), layout(true, false), List.of())
                .bytes();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("\"'=Name, first\",Größe\r\n");
        }
    }
}
