package dev.sheaf.format;

import java.nio.charset.StandardCharsets;

/// Writes one COPY field as the text of a cell: XML 1.0 and the escapes of ST_Xstring (ECMA-376 part 1,
/// 22.9.2.19).
///
/// Characters that XML forbids, and the carriage return, which XML parsers turn into a line feed, become
/// `_xHHHH_`; a text that looks like such an escape gets its underscore escaped. Office wants tab and line feed as
/// they are (MS-OI29500, 2.1.1747).
final class XmlText {

    /// The most that a cell holds, in UTF-16 units.
    static final int MAX_LENGTH = 32_767;

    private static final int SPECIAL =
            CopyFields.ESCAPE | CopyFields.MARKUP | CopyFields.CONTROL | CopyFields.UNDERSCORE | CopyFields.HIGH;
    private static final byte[] CUT_MARK = "…".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AMPERSAND = ascii("&amp;");
    private static final byte[] LESS = ascii("&lt;");
    private static final byte[] GREATER = ascii("&gt;");
    private static final byte[] UNDERSCORE = ascii("_x005F_");
    private static final byte[] ITSELF = {};
    private static final byte[] FFFE = ascii("_xFFFE_");
    private static final byte[] FFFF = ascii("_xFFFF_");
    private static final byte[][] CONTROLS = new byte[' '][];

    static {
        for (int control = 0; control < CONTROLS.length; control++) {
            CONTROLS[control] = ascii("_x%04X_".formatted(control));
        }
    }

    /// Where a text must be cut so that it and the mark fit into a cell; `to` if all of it fits.
    static int cutAt(byte[] bytes, int from, int to) {
        if (to - from <= MAX_LENGTH) {
            return to;
        }
        int units = 0;
        int cut = from;
        int at = from;
        while (at < to) {
            int lead = bytes[at] & 0xFF;
            int length = lead == '\\' ? 2 : lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            units += length == 4 ? 2 : 1;
            if (units > MAX_LENGTH) {
                return cut;
            }
            at = Math.min(at + length, to);
            if (units < MAX_LENGTH) {
                cut = at;
            }
        }
        return to;
    }

    static void putCutMark(Output out) {
        out.put(CUT_MARK);
    }

    /// Whether a blank at either end would be lost without `xml:space="preserve"`. Says yes once too often for a
    /// text that ends in a backslash and n or t, which does no harm.
    static boolean endsInBlank(byte[] bytes, int from, int to) {
        if (from == to) {
            return false;
        }
        byte first = CopyFields.first(bytes, from, to);
        byte last = bytes[to - 1];
        return first == ' '
                || first == '\t'
                || first == '\n'
                || last == ' '
                || ((last == 'n' || last == 't') && to - from > 1 && bytes[to - 2] == '\\');
    }

    static void put(byte[] bytes, int from, int to, int seen, Output out) {
        if ((seen & SPECIAL) == 0) {
            out.put(bytes, from, to);
            return;
        }
        int run = from;
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to) {
                int plain = CopyFields.plain((long) Markup.WORDS.get(bytes, at));
                at += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            byte b = bytes[at];
            if ((CopyFields.classOf(b) & SPECIAL) == 0) {
                at++;
            } else if (b == '\\' && at + 1 < to) {
                out.put(bytes, run, at);
                byte plain = CopyFields.unescaped(bytes[at + 1]);
                if (plain == bytes[at + 1]) {
                    run = at + 1;
                    at += plain == '\\' ? 2 : 1;
                } else {
                    putControl(plain, out);
                    at += 2;
                    run = at;
                }
            } else {
                byte[] replacement = replacement(bytes, at, to);
                if (replacement.length == 0) {
                    at++;
                } else {
                    out.put(bytes, run, at);
                    out.put(replacement);
                    at += b == (byte) 0xEF ? 3 : 1;
                    run = at;
                }
            }
        }
        out.put(bytes, run, to);
    }

    private static void putControl(byte control, Output out) {
        if (control == '\n' || control == '\t') {
            out.put(control);
        } else {
            out.put(CONTROLS[control]);
        }
    }

    /// What stands for the character that begins here; nothing if it stands for itself.
    private static byte[] replacement(byte[] bytes, int at, int to) {
        byte b = bytes[at];
        return switch (b) {
            case '&' -> AMPERSAND;
            case '<' -> LESS;
            case '>' -> GREATER;
            case '_' -> looksEscaped(bytes, at, to) ? UNDERSCORE : ITSELF;
            case '\\' -> ITSELF;
            case (byte) 0xEF -> noncharacter(bytes, at, to);
            default -> CONTROLS[b];
        };
    }

    /// Whether `_xHHHH` stands here and the next byte written is an underscore: one of the text or of an escape.
    private static boolean looksEscaped(byte[] bytes, int at, int to) {
        if (to - at < 7 || bytes[at + 1] != 'x') {
            return false;
        }
        for (int digit = at + 2; digit < at + 6; digit++) {
            if (Character.digit(bytes[digit], 16) < 0) {
                return false;
            }
        }
        byte next = bytes[at + 6];
        if (next == '\\') {
            byte plain = to - at > 7 ? CopyFields.unescaped(bytes[at + 7]) : next;
            return (CopyFields.classOf(plain) & CopyFields.CONTROL) != 0 || plain == '_';
        }
        return next == '_'
                || (CopyFields.classOf(next) & CopyFields.CONTROL) != 0
                || (next == (byte) 0xEF && noncharacter(bytes, at + 6, to).length > 0);
    }

    private static byte[] noncharacter(byte[] bytes, int at, int to) {
        if (to - at < 3 || bytes[at + 1] != (byte) 0xBF) {
            return ITSELF;
        }
        return switch (bytes[at + 2]) {
            case (byte) 0xBE -> FFFE;
            case (byte) 0xBF -> FFFF;
            default -> ITSELF;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private XmlText() {}
}
