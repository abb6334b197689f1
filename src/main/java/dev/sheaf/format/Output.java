package dev.sheaf.format;

import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32;

/// The one buffer between rows and deflater, with the count and the CRC-32 of all that went through.
///
/// [#room()] makes place for [#SLACK] bytes, which covers every cell of a sheet; the plain `put` methods after it
/// check nothing. What goes out of a full buffer leaves its last 32 KiB behind as the deflater's window. Not
/// thread safe.
final class Output {

    static final int SLACK = 256 * 1024;

    private static final int HISTORY = 32 * 1024;
    private static final int CHUNK = 128 * 1024;
    /// Leaves room in the slack for the few bytes that a writer puts in front, such as a quote.
    private static final int PIECE = SLACK / 2;

    /// Up to so many bytes are copied as two words; what stands behind them is overwritten by the next piece.
    private static final int SHORT = 2 * Long.BYTES;

    final byte[] bytes = new byte[HISTORY + CHUNK + SLACK];
    int at;
    private int from;
    private long raw;
    private final CRC32 crc = new CRC32();
    private final Deflate deflate;

    Output(Deflate deflate) {
        this.deflate = deflate;
    }

    void room() throws IOException {
        if (at >= HISTORY + CHUNK) {
            drain();
        }
    }

    void put(int b) {
        bytes[at++] = (byte) b;
    }

    void put(Markup markup) {
        at = markup.putInto(bytes, at);
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int first, int to) {
        int length = to - first;
        if (length <= SHORT && source.length - first >= SHORT) {
            Markup.WORDS.set(bytes, at, (long) Markup.WORDS.get(source, first));
            Markup.WORDS.set(bytes, at + Long.BYTES, (long) Markup.WORDS.get(source, first + Long.BYTES));
        } else {
            System.arraycopy(source, first, bytes, at, length);
        }
        at += length;
    }

    /// Tells the deflater where a cell stands; see [Deflate#cell].
    void cell(int column, int reference, int value, int end) {
        deflate.cell(column, reference, value, end);
    }

    /// Puts bytes of any length, draining where needed.
    void append(byte[] source, int first, int to) throws IOException {
        int next = first;
        while (to - next > PIECE) {
            put(source, next, next + PIECE);
            next += PIECE;
            room();
        }
        put(source, next, to);
        room();
    }

    /// Puts the last `count` decimal digits of a number, with leading zeros.
    void putDigits(long number, int count) {
        long rest = number;
        for (int digit = at + count - 1; digit >= at; digit--) {
            bytes[digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += count;
    }

    Segment finish(long rows, List<Long> altered, boolean last) throws IOException {
        drain();
        long stored = deflate.end(last);
        return new Segment(rows, raw, stored, (int) crc.getValue(), altered);
    }

    void close() {
        deflate.close();
    }

    private void drain() throws IOException {
        crc.update(bytes, from, at - from);
        deflate.write(bytes, from, at);
        raw += at - from;
        int kept = Math.min(at, HISTORY);
        System.arraycopy(bytes, at - kept, bytes, 0, kept);
        from = kept;
        at = kept;
    }
}
