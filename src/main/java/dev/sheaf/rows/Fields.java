package dev.sheaf.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds fields in a row of COPY's text form, where a tab is never anything else than the end of one.
final class Fields {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BYTES = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = BYTES * 0x7F;

    private Fields() {}

    /// Where the last of `fields` fields ends that begin at `from`: at its tab, or at `to`.
    static int end(byte[] copy, int from, int to, int fields) {
        int at = from;
        int left = fields;
        // Eight bytes at a time: a tab in them becomes one bit (Warren, Hacker's Delight, 6-1).
        while (at + Long.BYTES <= to) {
            long other = (long) LONG.get(copy, at) ^ BYTES * '\t';
            long tabs = ~((other & LOW_BITS) + LOW_BITS | other | LOW_BITS);
            int found = Long.bitCount(tabs);
            if (found >= left) {
                for (; left > 1; left--) {
                    tabs &= tabs - 1;
                }
                return at + (Long.numberOfTrailingZeros(tabs) >>> 3);
            }
            left -= found;
            at += Long.BYTES;
        }
        for (; at < to; at++) {
            if (copy[at] == '\t' && --left == 0) {
                return at;
            }
        }
        return to;
    }
}
