package dev.sheaf.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Percent-encoding of UTF-8 (RFC 3986): ASCII letters, digits and some marks stand for themselves. Immutable.
final class PercentCode {

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final boolean[] plain = new boolean[128];

    PercentCode(String marks) {
        (ALPHANUMERIC + marks).chars().forEach(c -> plain[c] = true);
    }

    String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (b >= 0 && plain[b]) {
                encoded.append((char) b);
            } else {
                HEX.toHexDigits(encoded.append('%'), b);
            }
        }
        return encoded.toString();
    }
}
