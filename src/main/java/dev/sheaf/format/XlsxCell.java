package dev.sheaf.format;

/// The ready-made markup around the values of one column, and what it remembers from row to row.
final class XlsxCell {

    final ValueType type;
    final boolean guard;
    /// Up to the row number.
    final Markup open;

    final Markup number;
    final Markup bool;
    final SerialDate date = new SerialDate();
    private final Markup text;
    private final Markup textPreserved;
    private final Markup guarded;
    private final Markup guardedPreserved;

    /// `column` is 0-based; `style` and `guardedStyle` are indexes into cellXfs.
    XlsxCell(int column, ValueType type, int style, int guardedStyle, boolean formulaGuard) {
        this.type = type;
        this.guard = formulaGuard && type.isText();
        open = Markup.of("<c r=\"" + letters(column));
        number = Markup.of("\"" + attribute(style) + "><v>");
        bool = Markup.of("\"" + attribute(style) + " t=\"b\"><v>");
        text = Markup.of(inline(style, ""));
        textPreserved = Markup.of(inline(style, " xml:space=\"preserve\""));
        guarded = Markup.of(inline(guardedStyle, ""));
        guardedPreserved = Markup.of(inline(guardedStyle, " xml:space=\"preserve\""));
    }

    Markup text(boolean suspect, boolean preserved) {
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
}
