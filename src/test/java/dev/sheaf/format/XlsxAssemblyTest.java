package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class XlsxAssemblyTest {

    private static final Layout LAYOUT = TestFile.layout(ValueType.TEXT);
    private static final long GIB = 1L << 30;

    @Test
    void offsetsBeyondFourGibibytesAreZip64() {
        Assembly assembly = FileFormat.xlsx().assembly(LAYOUT, 3);
        long length = assembly.open().length;
        for (int sheet = 1; sheet <= 3; sheet++) {
            length += sheet == 1 ? 0 : assembly.nextSheet().length;
            assembly.add(new Segment(1_000, 3 * GIB, 3 * GIB, 17, List.of(0L)));
            length += 3 * GIB;
        }
        byte[] tail = assembly.close();
        length += tail.length;

        ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        int end = tail.length - 22;
        assertThat(bytes.getInt(end)).isEqualTo(0x06054B50);
        assertThat(bytes.getInt(end + 16)).as("offset of the directory").isEqualTo(-1);
        int locator = end - 20;
        assertThat(bytes.getInt(locator)).isEqualTo(0x07064B50);
        long base = length - tail.length;
        int zip64 = (int) (bytes.getLong(locator + 8) - base);
        assertThat(bytes.getInt(zip64)).isEqualTo(0x06064B50);
        assertThat(bytes.getLong(zip64 + 4)).as("size of the rest").isEqualTo(44);
        assertThat(bytes.getLong(zip64 + 32)).as("entries").isEqualTo(16);
        long size = bytes.getLong(zip64 + 40);
        int directory = (int) (bytes.getLong(zip64 + 48) - base);
        assertThat(directory + size).isEqualTo(zip64);

        int third = lastHeader(bytes, directory, 6);
        assertThat(bytes.getShort(third + 6)).as("version needed").isEqualTo((short) 45);
        assertThat(bytes.getInt(third + 42)).as("offset of the entry").isEqualTo(-1);
        int extra = third + 46 + bytes.getShort(third + 28);
        assertThat(bytes.getShort(extra)).isEqualTo((short) 1);
        assertThat(bytes.getShort(extra + 2)).isEqualTo((short) 8);
        assertThat(bytes.getLong(extra + 4)).isBetween(6 * GIB, 6 * GIB + 10_000);
    }

    private static int lastHeader(ByteBuffer bytes, int directory, int entries) {
        int at = directory;
        for (int entry = 1; entry < entries; entry++) {
            assertThat(bytes.getInt(at)).isEqualTo(0x02014B50);
            at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30);
        }
        return at;
    }

    @Test
    void aSmallFileHasNoZip64() {
        Assembly assembly = FileFormat.xlsx().assembly(LAYOUT, 1);
        assembly.open();
        assembly.add(new Segment(1, GIB, GIB, 1, List.of(0L)));
        byte[] tail = assembly.close();
        ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt(tail.length - 42)).isNotEqualTo(0x07064B50);
        assertThat(bytes.getInt(tail.length - 6)).isGreaterThan((int) GIB);
    }

    @Test
    void aSheetOfFourGibibytesIsTooLarge() {
        Assembly raw = FileFormat.xlsx().assembly(LAYOUT, 1);
        raw.open();
        raw.add(new Segment(10, 4 * GIB, GIB, 1, List.of(0L)));
        assertThatThrownBy(raw::close).isInstanceOf(FileTooLarge.class).hasMessageContaining("less than 4 GiB");

        Assembly stored = FileFormat.xlsx().assembly(LAYOUT, 2);
        stored.open();
        stored.add(new Segment(10, GIB, 4 * GIB, 1, List.of(0L)));
        assertThatThrownBy(stored::nextSheet).isInstanceOf(FileTooLarge.class);
    }

    @Test
    void rowsThatFitAreReckonedByTheLargest() {
        assertThat(rowsThatFit(new Segment(5000, 4 * GIB, GIB / 9, 1, List.of(0L))))
                .isEqualTo(4687);
        assertThat(rowsThatFit(
                        new Segment(5000, 4 * GIB, GIB / 9, 1, List.of(0L)),
                        new Segment(100, GIB / 5, GIB / 20, 1, List.of(0L)),
                        new Segment(0, 0, 0, 1, List.of(0L))))
                .isEqualTo(1874);
        assertThat(rowsThatFit(new Segment(5000, GIB, 4 * GIB, 1, List.of(0L)))).isEqualTo(4687);
        assertThat(rowsThatFit(new Segment(1, 9 * GIB, 1, 1, List.of(0L)))).isEqualTo(1);

        Assembly fits = FileFormat.xlsx().assembly(LAYOUT, 1);
        fits.open();
        fits.add(new Segment(4687, 4 * GIB / 5000 * 4687, GIB, 1, List.of(0L)));
        assertThat(fits.close()).isNotEmpty();
    }

    private static long rowsThatFit(Segment... segments) {
        Assembly assembly = FileFormat.xlsx().assembly(LAYOUT, 1);
        assembly.open();
        List.of(segments).forEach(assembly::add);
        return catchThrowableOfType(FileTooLarge.class, assembly::close).rowsThatFit();
    }

    @Test
    void aSheetTakesNoMoreRowsThanExcelDoes() {
        Assembly assembly = FileFormat.xlsx().assembly(LAYOUT, 2);
        assembly.open();
        assembly.add(new Segment(1_048_575, 1, 1, 1, List.of(0L)));
        assertThatThrownBy(() -> assembly.add(new Segment(1, 1, 1, 1, List.of(0L))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Sheet 1 has 1048575 rows");
    }

    @Test
    void bytesAreHandedOutInOneOrderOnly() {
        for (FileFormat format : List.of(FileFormat.csv(), FileFormat.xlsx())) {
            Assembly assembly = format.assembly(LAYOUT, 1);
            assertThatThrownBy(assembly::close).hasMessageContaining("not open yet");
            assembly.open();
            assertThatThrownBy(assembly::open).hasMessageContaining("open at sheet 1 of 1");
            assertThatThrownBy(assembly::nextSheet).isInstanceOf(IllegalStateException.class);
            assembly.close();
            assertThatThrownBy(assembly::close).hasMessageContaining("closed");
        }
        Assembly two = FileFormat.xlsx().assembly(LAYOUT, 2);
        two.open();
        assertThatThrownBy(two::close).hasMessageContaining("open at sheet 1 of 2");
    }
}
