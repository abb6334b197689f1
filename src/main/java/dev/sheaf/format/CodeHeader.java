package dev.sheaf.format;

import java.util.Arrays;

/// The description of two Huffman codes in front of a dynamic block (RFC 1951, section 3.2.7).
///
/// Call [#prepare()] after the codes were built, then [#write(BitOutput)]. Not thread safe.
final class CodeHeader {

    private static final int REPEAT = 16;
    private static final int SHORT_ZEROS = 17;
    private static final int LONG_ZEROS = 18;
    private static final int[] EXTRA = {2, 3, 7};
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final HuffmanCode literals;
    private final HuffmanCode distances;
    private final HuffmanCode lengthCode = new HuffmanCode(ORDER.length, 7);
    private final byte[] lengths = new byte[Symbols.LITERALS_AND_LENGTHS + Symbols.DISTANCES];
    /// Symbols with their extra bits above eight bits.
    private final int[] runs = new int[lengths.length];

    private int runCount;
    private int literalCount;
    private int distanceCount;
    private int orderCount;

    CodeHeader(HuffmanCode literals, HuffmanCode distances) {
        this.literals = literals;
        this.distances = distances;
    }

    /// Works out the description and tells its size in bits.
    long prepare() {
        literalCount = used(literals.lengths, Symbols.FIRST_LENGTH);
        distanceCount = used(distances.lengths, 1);
        System.arraycopy(literals.lengths, 0, lengths, 0, literalCount);
        System.arraycopy(distances.lengths, 0, lengths, literalCount, distanceCount);
        collectRuns(literalCount + distanceCount);
        lengthCode.build();
        orderCount = ORDER.length;
        while (orderCount > 4 && lengthCode.lengths[ORDER[orderCount - 1]] == 0) {
            orderCount--;
        }
        long bits = 14 + 3L * orderCount + lengthCode.cost();
        for (int symbol = REPEAT; symbol <= LONG_ZEROS; symbol++) {
            bits += (long) lengthCode.frequencies[symbol] * EXTRA[symbol - REPEAT];
        }
        return bits;
    }

    void write(BitOutput out) {
        out.put(literalCount - 257, 5);
        out.put(distanceCount - 1, 5);
        out.put(orderCount - 4, 4);
        for (int at = 0; at < orderCount; at++) {
            out.put(lengthCode.lengths[ORDER[at]], 3);
        }
        for (int at = 0; at < runCount; at++) {
            int symbol = runs[at] & 0xFF;
            out.put(lengthCode.codes[symbol] >>> 4, lengthCode.lengths[symbol]);
            if (symbol >= REPEAT) {
                out.put(runs[at] >>> 8, EXTRA[symbol - REPEAT]);
            }
        }
    }

    private static int used(byte[] lengths, int atLeast) {
        int count = lengths.length;
        while (count > atLeast && lengths[count - 1] == 0) {
            count--;
        }
        return count;
    }

    private void collectRuns(int count) {
        Arrays.fill(lengthCode.frequencies, 0);
        runCount = 0;
        int at = 0;
        while (at < count) {
            int end = at + 1;
            while (end < count && lengths[end] == lengths[at]) {
                end++;
            }
            if (lengths[at] == 0) {
                zeros(end - at);
            } else {
                run(lengths[at], 0);
                repeats(lengths[at], end - at - 1);
            }
            at = end;
        }
    }

    private void zeros(int count) {
        int left = count;
        for (; left >= 11; left -= Math.min(left, 138)) {
            run(LONG_ZEROS, Math.min(left, 138) - 11);
        }
        if (left >= 3) {
            run(SHORT_ZEROS, left - 3);
            left = 0;
        }
        for (; left > 0; left--) {
            run(0, 0);
        }
    }

    private void repeats(int length, int count) {
        int left = count;
        for (; left >= 3; left -= Math.min(left, 6)) {
            run(REPEAT, Math.min(left, 6) - 3);
        }
        for (; left > 0; left--) {
            run(length, 0);
        }
    }

    private void run(int symbol, int extra) {
        runs[runCount++] = symbol | extra << 8;
        lengthCode.frequencies[symbol]++;
    }
}
