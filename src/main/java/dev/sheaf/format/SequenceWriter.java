package dev.sheaf.format;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Counts the symbols of sequences and writes them with given codes.
///
/// One store of 64 bits takes four literals of at most 13 bits, looked up two by two, or a length and a distance
/// with their extra bits, on top of the up to 7 bits that are left from before. Not thread safe.
final class SequenceWriter {

    /// Literals between two looks at the room left.
    private static final int RUN = BitOutput.SLACK / 4;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Both codes of two literals above five bits with their number.
    private final int[] pairs = new int[1 << 16];

    private int[] literals = {};
    private int[] distances = {};
    /// Code and extra bits of each match length above five bits with their number.
    private final int[] lengths = new int[Symbols.MAX_LENGTH + 1];

    void count(DeflateBlock block, int[] literalCounts, int[] distanceCounts) {
        Arrays.fill(literalCounts, 0);
        Arrays.fill(distanceCounts, 0);
        byte[] bytes = block.bytes;
        int at = block.from;
        for (int index = 0; index < block.count; index++) {
            long sequence = block.sequences[index];
            for (int end = at + DeflateBlock.literals(sequence); at < end; at++) {
                literalCounts[bytes[at] & 0xFF]++;
            }
            int length = DeflateBlock.length(sequence);
            if (length > 0) {
                literalCounts[Symbols.FIRST_LENGTH + Symbols.LENGTH[length]]++;
                distanceCounts[Symbols.distance(DeflateBlock.distance(sequence))]++;
                at += length;
            }
        }
        literalCounts[Symbols.END_OF_BLOCK] = 1;
    }

    void use(HuffmanCode literalCode, HuffmanCode distanceCode) {
        literals = literalCode.codes;
        distances = distanceCode.codes;
        usePairs();
        for (int length = Symbols.MIN_LENGTH; length <= Symbols.MAX_LENGTH; length++) {
            int symbol = Symbols.LENGTH[length];
            int code = literals[Symbols.FIRST_LENGTH + symbol];
            int bits = code & 15;
            int extra = length - Symbols.LENGTH_BASE[symbol];
            lengths[length] = (code >>> 4 | extra << bits) << 5 | (bits + Symbols.LENGTH_EXTRA[symbol]);
        }
    }

    void end(BitOutput out) {
        int code = literals[Symbols.END_OF_BLOCK];
        out.put(code >>> 4, code & 15);
    }

    /// Keeps the open bits in local variables, so that they need not pass through memory between sequences.
    void write(DeflateBlock block, BitOutput out) throws IOException {
        byte[] source = block.bytes;
        int[] one = literals;
        int[] two = pairs;
        byte[] target = out.bytes;
        long bits = out.bits;
        int count = out.count;
        int to = out.at;
        int at = block.from;
        for (int index = 0; index < block.count; index++) {
            long sequence = block.sequences[index];
            int left = DeflateBlock.literals(sequence);
            if (to >= BitOutput.FULL || left > RUN || at + left + 4 > source.length) {
                out.bits = bits;
                out.count = count;
                out.at = to;
                int end = at + left;
                left = end + 4 > source.length ? 0 : Math.min(left, RUN);
                slowLiterals(source, at, end - left, out);
                at = end - left;
                bits = out.bits;
                count = out.count;
                to = out.at;
            }
            for (; left > 4; left -= 4) {
                int four = (int) INTS.get(source, at);
                int first = two[four & 0xFFFF];
                int second = two[four >>> 16];
                bits |= ((long) (second >>> 5) << (first & 31) | first >>> 5) << count;
                count += (first & 31) + (second & 31);
                Markup.WORDS.set(target, to, bits);
                to += count >>> 3;
                bits >>>= count & ~7;
                count &= 7;
                at += 4;
            }
            if (left > 0) {
                // All ones for a literal that is there, so that up to four need no more branches.
                int first = one[source[at] & 0xFF];
                int second = one[source[at + 1] & 0xFF] & ((1 - left) >> 31);
                int third = one[source[at + 2] & 0xFF] & ((2 - left) >> 31);
                int fourth = one[source[at + 3] & 0xFF] & ((3 - left) >> 31);
                int low = (first & 15) + (second & 15);
                int half = first >>> 4 | (second >>> 4) << (first & 15);
                int other = third >>> 4 | (fourth >>> 4) << (third & 15);
                bits |= ((long) other << low | half) << count;
                count += low + (third & 15) + (fourth & 15);
                Markup.WORDS.set(target, to, bits);
                to += count >>> 3;
                bits >>>= count & ~7;
                count &= 7;
                at += left;
            }
            int length = DeflateBlock.length(sequence);
            if (length > 0) {
                int code = lengths[length];
                int distance = DeflateBlock.distance(sequence);
                int symbol = Symbols.distance(distance);
                int far = distances[symbol];
                long both = (long) (far >>> 4 | (distance - Symbols.DISTANCE_BASE[symbol]) << (far & 15)) << (code & 31)
                        | code >>> 5;
                bits |= both << count;
                count += (code & 31) + (far & 15) + Symbols.DISTANCE_EXTRA[symbol];
                Markup.WORDS.set(target, to, bits);
                to += count >>> 3;
                bits >>>= count & ~7;
                count &= 7;
                at += length;
            }
        }
        out.bits = bits;
        out.count = count;
        out.at = to;
    }

    private void usePairs() {
        int[] codes = literals;
        for (int second = 0; second < 256; second++) {
            int high = codes[second] >>> 4;
            int bits = codes[second] & 15;
            for (int first = 0; first < 256; first++) {
                int code = codes[first];
                int length = code & 15;
                pairs[second << 8 | first] = (code >>> 4 | high << length) << 5 | (length + bits);
            }
        }
    }

    /// Leaves room behind them.
    private void slowLiterals(byte[] bytes, int from, int to, BitOutput out) throws IOException {
        out.room();
        for (int at = from; at < to; at++) {
            int code = literals[bytes[at] & 0xFF];
            out.put(code >>> 4, code & 15);
            out.room();
        }
    }
}
