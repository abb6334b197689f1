package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Bytes of any kind with hints of any kind come out of both deflaters as they went in.
class DeflateFuzzTest {

    private static final String[] TEXTS = {
        "", "a", "DE", "https://www.example.org/path?a=1&amp;b=", "Mozilla/5.0 (X11; Linux x86_64) ", "東京", "12.50"
    };

    @Property(tries = 200)
    void anyBytesWithAnyHints(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int pieces, @ForAll @IntRange(max = 17) int bits) {
        Random random = new Random(seed);
        Packed sheet = new Packed(SheetDeflate::new);
        Packed zlib = new Packed(JdkDeflate::new);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (int count = 0; count < pieces; count++) {
            byte[] piece = bytes(random, random.nextInt(1 << bits) + 1, raw.toByteArray());
            for (int hint = random.nextInt(200); hint > 0; hint--) {
                int reference = random.nextInt(piece.length);
                int value = reference + random.nextInt(10);
                sheet.cell(random.nextInt(4) - 1, reference, value, value + random.nextInt(40));
            }
            if (random.nextInt(4) == 0) {
                sheet.cell(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
            }
            sheet.write(piece);
            zlib.write(piece);
            raw.writeBytes(piece);
        }
        assertThat(Packed.inflated(sheet.end(false), false)).isEqualTo(raw.toByteArray());
        assertThat(Packed.inflated(zlib.end(false), false)).isEqualTo(raw.toByteArray());
    }

    @Property(tries = 200)
    void rowsOfASheetWithTrueAndFalseHints(@ForAll long seed, @ForAll @IntRange(max = 3) int lies) {
        Random random = new Random(seed);
        Packed sheet = new Packed(SheetDeflate::new);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        int columns = 1 + random.nextInt(30);
        int rows = random.nextInt(400);
        for (int row = 1; row <= rows; row++) {
            put(piece, "<row r=\"" + row);
            sheet.cell(Cells.ROW, piece.size(), piece.size() + 2, piece.size() + 2);
            put(piece, "\">");
            for (int column = 0; column < columns; column++) {
                if (random.nextInt(8) > 0) {
                    cell(random, sheet, piece, row, column, lies);
                }
            }
            put(piece, "</row>");
            if (random.nextInt(50) == 0) {
                sheet.write(piece.toByteArray());
                raw.writeBytes(piece.toByteArray());
                piece.reset();
            }
        }
        sheet.write(piece.toByteArray());
        raw.writeBytes(piece.toByteArray());
        assertThat(Packed.inflated(sheet.end(true), true)).isEqualTo(raw.toByteArray());
    }

    @Property(tries = 200)
    void recordsOfCsvWithTrueAndFalseHints(@ForAll long seed, @ForAll @IntRange(max = 3) int lies) {
        Random random = new Random(seed);
        Packed sheet = new Packed(SheetDeflate::new);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        int columns = 1 + random.nextInt(30);
        for (int row = random.nextInt(1_000); row > 0; row--) {
            for (int column = 0; column < columns; column++) {
                int start = piece.size();
                put(piece, column > 0 ? "," : "");
                put(piece, TEXTS[random.nextInt(TEXTS.length)].repeat(1 + random.nextInt(2)));
                put(piece, Integer.toHexString(random.nextInt(1 << random.nextInt(31))));
                int lie = random.nextInt(10) < lies ? random.nextInt(7) - 3 : 0;
                sheet.cell(column, Math.max(0, start + lie), Math.max(0, start + lie), piece.size() + lie);
            }
            put(piece, "\r\n");
            if (random.nextInt(50) == 0) {
                sheet.write(piece.toByteArray());
                raw.writeBytes(piece.toByteArray());
                piece.reset();
            }
        }
        sheet.write(piece.toByteArray());
        raw.writeBytes(piece.toByteArray());
        assertThat(Packed.inflated(sheet.end(true), true)).isEqualTo(raw.toByteArray());
    }

    private static void cell(Random random, Packed sheet, ByteArrayOutputStream piece, int row, int column, int lies) {
        boolean number = random.nextInt(20) == 0 || column % 3 == 0;
        put(piece, "<c r=\"" + XlsxCell.letters(column) + row);
        int reference = piece.size();
        put(piece, number ? "\" s=\"3\"><v>" : "\" t=\"inlineStr\"><is><t>");
        int value = piece.size();
        put(piece, TEXTS[random.nextInt(TEXTS.length)]);
        put(piece, Integer.toHexString(random.nextInt(1 << random.nextInt(31))));
        if (random.nextInt(2_000) == 0) {
            put(piece, TEXTS[3].repeat(5_000));
        }
        int lie = random.nextInt(10) < lies ? random.nextInt(7) - 3 : 0;
        sheet.cell(column, Math.max(0, reference + lie), value + lie, piece.size() + lie);
        put(piece, number ? "</v></c>" : "</t></is></c>");
    }

    /// Noise, runs, few different letters, or what was there before.
    private static byte[] bytes(Random random, int length, byte[] before) {
        byte[] bytes = new byte[length];
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> Arrays.fill(bytes, (byte) random.nextInt());
            case 2 -> {
                for (int at = 0; at < length; at++) {
                    bytes[at] = (byte) "ab/ .12".charAt(random.nextInt(7));
                }
            }
            default -> {
                random.nextBytes(bytes);
                int from = before.length == 0 ? 0 : random.nextInt(before.length);
                System.arraycopy(before, from, bytes, 0, Math.min(length, before.length - from));
            }
        }
        return bytes;
    }

    private static void put(ByteArrayOutputStream target, String text) {
        target.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
