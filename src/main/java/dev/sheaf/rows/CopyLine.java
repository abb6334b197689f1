package dev.sheaf.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One row on its way into the text form of COPY (PostgreSQL documentation, COPY, "Text Format"). Used again for each
/// row; not thread safe.
final class CopyLine {

    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean empty = true;

    void begin() {
        length = 0;
        empty = true;
    }

    void add(@Nullable String value) {
        if (!empty) {
            put('\t');
        }
        empty = false;
        if (value == null) {
            put('\\');
            put('N');
            return;
        }
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            byte escape = b < 0 ? 0 : ESCAPES[b];
            if (escape == 0) {
                put(b);
            } else {
                put('\\');
                put(escape);
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void put(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) b;
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        escapes[0x0B] = 'v';
        return escapes;
    }
}
