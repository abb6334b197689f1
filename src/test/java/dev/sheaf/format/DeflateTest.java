package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every deflater owes; each test runs with all of them.
@ParameterizedClass
@MethodSource("deflaters")
class DeflateTest {

    private static final byte[] SYNC_FLUSH = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Function<OutputStream, Deflate> deflater;

    DeflateTest(Function<OutputStream, Deflate> deflater) {
        this.deflater = deflater;
    }

    static Stream<Named<Function<OutputStream, Deflate>>> deflaters() {
        return Stream.of(Named.of("zlib", JdkDeflate::new), Named.of("sheet", SheetDeflate::new));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static byte[] words(int length) {
        String word = "https://www.example.org/p?a=1&b=2 <c r=\"A17\"><v>12.5</v></c>";
        byte[] bytes = word.repeat(length / word.length() + 1).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < length; at += 37) {
            bytes[at] = (byte) ((at * 31) >>> 3);
        }
        return Arrays.copyOf(bytes, length);
    }

    static Stream<byte[]> contents() {
        return Stream.of(
                new byte[0],
                new byte[1],
                new byte[258],
                new byte[259],
                new byte[516],
                new byte[518],
                new byte[1_000_000],
                random(3),
                random(70_000),
                random(1_000_000),
                words(100),
                words(65_536),
                words(3_000_000));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void comesOutAsItWentIn(byte[] raw) {
        for (int piece : new int[] {Math.max(1, raw.length), 131_072, 40_000, Math.max(5, raw.length / 1_000)}) {
            byte[] stored = Packed.of(deflater, raw, piece, true);
            assertThat(Packed.inflated(stored, true)).isEqualTo(raw);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 258, 32_767, 32_768, 32_769, 40_000})
    void whatRepeatsFromAnyDistanceIsKept(int distance) {
        byte[] raw = random(distance);
        byte[] longer = new byte[300_000];
        for (int at = 0; at < longer.length; at++) {
            longer[at] = raw[at % distance];
        }
        byte[] stored = Packed.of(deflater, longer, 131_072, true);
        assertThat(Packed.inflated(stored, true)).isEqualTo(longer);
    }

    @Test
    void segmentsJoinAndEachStandsAlone() {
        byte[] raw = words(200_000);
        byte[] first = Packed.of(deflater, raw, 131_072, false);
        byte[] empty = Packed.of(deflater, new byte[0], 1, false);
        byte[] last = Packed.of(deflater, raw, 50_000, true);
        for (byte[] each : new byte[][] {first, empty}) {
            assertThat(Arrays.copyOfRange(each, each.length - 4, each.length)).isEqualTo(SYNC_FLUSH);
        }
        assertThat(Packed.inflated(first, false)).isEqualTo(raw);
        assertThat(Packed.inflated(last, true)).isEqualTo(raw);
        assertThat(Packed.inflated(joined(first, empty, first, last), true)).isEqualTo(joined(raw, raw, raw));
    }

    @Test
    void whatCannotBeShortenedHardlyGrows() {
        byte[] raw = random(1_000_000);
        assertThat(Packed.of(deflater, raw, 131_072, true).length).isLessThan(raw.length + raw.length / 1_000);
    }

    @Test
    void theSameBytesGiveTheSameBytes() {
        byte[] raw = words(300_000);
        assertThat(Packed.of(deflater, raw, 131_072, false)).isEqualTo(Packed.of(deflater, raw, 131_072, false));
    }

    private static byte[] joined(byte[]... pieces) {
        byte[] whole =
                new byte[Arrays.stream(pieces).mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
