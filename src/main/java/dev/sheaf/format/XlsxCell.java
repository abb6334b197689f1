package dev.sheaf.format;

import java.nio.charset.StandardCharsets;

/// The ready-made bytes around the values of one column, and what it remembers from row to row.
final class XlsxCell {

    final ValueType type;
    final boolean guard;
    /// Up to the row number.
    final byte[] open;

    final byte[] number;
    final byte[] bool;
    final SerialDate date = new SerialDate();
    private final byte[] text;
    private final byte[] textPreserved;
    private final byte[] guarded;
    private final byte[] guardedPreserved;

    /// `column` is 0-based; `style` and `guardedStyle` are indexes into cellXfs.
    XlsxCell(int column, ValueType type, int style, int guardedStyle, boolean formulaGuard) {
        this.type = type;
        this.guard = formulaGuard && type.isText();
        open = ascii("<c r=\"" + letters(column));
        number = ascii("\"" + attribute(style) + "><v>");
        bool = ascii("\"" + attribute(style) + " t=\"b\"><v>");
        text = ascii(inline(style, ""));
        textPreserved = ascii(inline(style, " xml:space=\"preserve\""));
        guarded = ascii(inline(guardedStyle, ""));
        guardedPreserved = ascii(inline(guardedStyle, " xml:space=\"preserve\""));
    }

    byte[] text(boolean suspect, boolean preserved) {
        if (suspect) {
            return preserved ? guardedPreserved : guarded;
        }
        return preserved ? textPreserved : text;
    }

    /// The column's name: A to Z, AA to XFD.
    static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % 26));
        return column < 26 ? last : letters(column / 26 - 1) + last;
    }

    private static String inline(int style, String space) {
        return "\"" + attribute(style) + " t=\"inlineStr\"><is><t" + space + ">";
    }

    private static String attribute(int style) {
        return style == 0 ? "" : " s=\"" + style + "\"";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
