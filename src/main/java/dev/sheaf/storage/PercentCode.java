package dev.sheaf.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Percent-encoding of UTF-8 (RFC 3986): ASCII letters, digits and some marks stand for themselves. Immutable.
final class PercentCode {

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// The code of one byte.
    private static final int LONGEST = 3;

    private final boolean[] plain = new boolean[128];

    PercentCode(String marks) {
        (ALPHANUMERIC + marks).chars().forEach(c -> plain[c] = true);
    }

    /// True if `text` is its own code.
    boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= plain.length || !plain[c]) {
                return false;
            }
        }
        return true;
    }

    String encode(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        var encoded = new byte[LONGEST * bytes.length];
        int length = 0;
        for (byte b : bytes) {
            if (b >= 0 && plain[b]) {
                encoded[length++] = b;
            } else {
                encoded[length++] = '%';
                encoded[length++] = (byte) HEX.toHighHexDigit(b);
                encoded[length++] = (byte) HEX.toLowHexDigit(b);
            }
        }
        return new String(encoded, 0, length, ISO_8859_1);
    }
}
