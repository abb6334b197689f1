package dev.sheaf.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts text into and takes it out of PostgreSQL's COPY text form, where speed does not matter.
public final class CopyText {

    /// One row without the line feed at its end.
    static byte[] row(List<? extends @Nullable String> values) {
        StringBuilder row = new StringBuilder();
        String separator = "";
        for (String value : values) {
            row.append(separator).append(value == null ? "\\N" : escaped(value));
            separator = "\t";
        }
        return row.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            boolean escape = bytes[at] == '\\' && at + 1 < to;
            plain[length++] = escape ? CopyFields.unescaped(bytes[++at]) : bytes[at];
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\b", "\\b")
                .replace("\f", "\\f")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\u000B", "\\v");
    }

    private CopyText() {}
}
