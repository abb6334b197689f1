package dev.sheaf.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    static String of(List<@Nullable String> values) {
        var line = new CopyLine();
        line.begin();
        values.forEach(line::add);
        return new String(line.bytes, 0, line.length, StandardCharsets.UTF_8);
    }

    /// The way back: the values of one line.
    static List<@Nullable String> values(byte[] copy, int from, int to) {
        return values(new String(copy, from, to - from, StandardCharsets.UTF_8));
    }

    static List<@Nullable String> values(String line) {
        var values = new ArrayList<@Nullable String>();
        for (String field : line.split("\t", -1)) {
            values.add(field.equals("\\N") ? null : value(field));
        }
        return values;
    }

    private static String value(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var value = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            value.append(c == '\\' && i + 1 < field.length() ? meant(field.charAt(++i)) : c);
        }
        return value.toString();
    }

    private static char meant(char escape) {
        for (int i = 0; i < ESCAPES.length; i++) {
            if (ESCAPES[i] == escape) {
                return (char) i;
            }
        }
        return escape;
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
