package dev.sheaf.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A short piece of ASCII that is written many times, kept as 64-bit words.
///
/// A few word stores are cheaper than an array copy of that length. They may write up to 7 bytes too many, which
/// the next piece overwrites; the target needs that much room.
final class Markup {

    static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] words;
    private final int length;

    private Markup(long[] words, int length) {
        this.words = words;
        this.length = length;
    }

    static Markup of(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(ascii, ascii.length + Long.BYTES);
        long[] words = new long[(ascii.length + Long.BYTES - 1) / Long.BYTES];
        for (int word = 0; word < words.length; word++) {
            words[word] = (long) WORDS.get(padded, word * Long.BYTES);
        }
        return new Markup(words, ascii.length);
    }

    /// Writes the piece and answers where the next one begins.
    int putInto(byte[] target, int at) {
        for (int word = 0; word < words.length; word++) {
            WORDS.set(target, at + word * Long.BYTES, words[word]);
        }
        return at + length;
    }
}
