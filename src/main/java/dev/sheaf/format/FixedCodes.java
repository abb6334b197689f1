package dev.sheaf.format;

import java.util.Arrays;

/// The codes that need no header (RFC 1951, section 3.2.6), for pieces too short to pay for one.
final class FixedCodes {

    static final HuffmanCode LITERALS = HuffmanCode.of(literalLengths(), 9);
    static final HuffmanCode DISTANCES = HuffmanCode.of(distanceLengths(), 15);

    /// Bits of the counted symbols, without extra bits.
    static long cost(int[] literals, int[] distances) {
        long bits = 0;
        for (int symbol = 0; symbol < literals.length; symbol++) {
            bits += (long) literals[symbol] * LITERALS.lengths[symbol];
        }
        for (int count : distances) {
            bits += count * 5L;
        }
        return bits;
    }

    private static byte[] literalLengths() {
        byte[] lengths = new byte[288];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        return lengths;
    }

    private static byte[] distanceLengths() {
        byte[] lengths = new byte[32];
        Arrays.fill(lengths, (byte) 5);
        return lengths;
    }

    private FixedCodes() {}
}
