package dev.sheaf.format;

import java.io.IOException;
import java.io.OutputStream;

/// Packs bits into bytes, the first one lowest (RFC 1951, section 3.1.1), and hands full buffers to a stream.
///
/// `bits` holds the `count` bits that make no whole byte yet. A hot loop may work on copies of the three fields and
/// store them back; after [#room()] there is place for [#SLACK] bytes. Not thread safe.
final class BitOutput {

    static final int SLACK = 16 * 1024;

    static final int FULL = 64 * 1024;

    final byte[] bytes = new byte[FULL + SLACK];
    int at;
    long bits;
    int count;
    private final OutputStream out;
    private long written;

    BitOutput(OutputStream out) {
        this.out = out;
    }

    /// Puts up to 56 bits; those of `value` above `length` must be zero.
    void put(long value, int length) {
        bits |= value << count;
        count += length;
        Markup.WORDS.set(bytes, at, bits);
        at += count >>> 3;
        bits >>>= count & ~7;
        count &= 7;
    }

    /// Fills the last byte with zeros.
    void align() {
        put(0, -count & 7);
    }

    /// Puts whole bytes of any number; the output must be aligned.
    void put(byte[] source, int from, int to) throws IOException {
        drain();
        out.write(source, from, to - from);
        written += to - from;
    }

    void room() throws IOException {
        if (at >= FULL) {
            drain();
        }
    }

    /// Hands everything but an unfinished byte to the stream.
    void drain() throws IOException {
        out.write(bytes, 0, at);
        written += at;
        at = 0;
    }

    /// Bits that were put so far.
    long size() {
        return (written + at) * 8 + count;
    }
}
