package dev.sheaf.format;

import java.io.IOException;

/// Writes one field that is not null as a CSV field, in quotes only where a reader needs them.
///
/// Needed they are around commas, quotes, line breaks and tabs, around a blank at either end, a byte order mark at
/// the beginning, and around the empty text, which is thereby not null. Fields may be of any length.
final class CsvText {

    private static final int CHANGED = CopyFields.ESCAPE | CopyFields.QUOTE;

    static void put(CopyFields field, boolean guarded, Output out) throws IOException {
        boolean quoted = needsQuotes(field);
        if (quoted) {
            out.put('"');
        }
        if (guarded) {
            out.put('\'');
        }
        if ((field.seen & CHANGED) == 0) {
            out.append(field.bytes, field.start, field.end);
        } else {
            putChanged(field.bytes, field.start, field.end, out);
        }
        if (quoted) {
            out.put('"');
        }
    }

    private static boolean needsQuotes(CopyFields field) {
        byte[] bytes = field.bytes;
        int from = field.start;
        int to = field.end;
        if ((field.seen & (CopyFields.DELIMITER | CopyFields.QUOTE)) != 0 || from == to) {
            return true;
        }
        if (bytes[from] == ' ' || bytes[to - 1] == ' ' || startsWithByteOrderMark(bytes, from, to)) {
            return true;
        }
        return (field.seen & CopyFields.ESCAPE) != 0 && hasBreakOrTab(bytes, from, to);
    }

    private static boolean startsWithByteOrderMark(byte[] bytes, int from, int to) {
        return bytes[from] == (byte) 0xEF
                && to - from >= 3
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
    }

    private static boolean hasBreakOrTab(byte[] bytes, int from, int to) {
        for (int at = from; at < to - 1; at++) {
            if (bytes[at] == '\\') {
                at++;
                if (bytes[at] == 'n' || bytes[at] == 'r' || bytes[at] == 't') {
                    return true;
                }
            }
        }
        return false;
    }

    private static void putChanged(byte[] bytes, int from, int to, Output out) throws IOException {
        int run = from;
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b == '"') {
                out.append(bytes, run, at + 1);
                run = at;
            } else if (b == '\\' && at + 1 < to) {
                out.append(bytes, run, at);
                at++;
                out.put(CopyFields.unescaped(bytes[at]));
                if (bytes[at] == '"') {
                    out.put('"');
                }
                run = at + 1;
            }
            at++;
        }
        out.append(bytes, run, to);
    }

    private CsvText() {}
}
