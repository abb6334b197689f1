package dev.sheaf.format;

import java.util.Arrays;

/// The ready-made markup around the values of one column, and what it remembers from row to row.
final class XlsxCell {

    final ValueType type;
    final boolean guard;
    /// Up to the row number.
    final Markup open;

    final Markup number;
    final Markup bool;
    /// How many columns further the currency of a MONEY stands; 0 if none is told.
    final int currencyAhead;

    private final Markup[] currencies;
    final SerialDate date = new SerialDate();
    private final Markup text;
    private final Markup textPreserved;
    private final Markup guarded;
    private final Markup guardedPreserved;

    /// `column` is 0-based; `style` and `guardedStyle` are indexes into cellXfs.
    XlsxCell(int column, ValueType type, int style, int guardedStyle, boolean formulaGuard) {
        this(column, type, style, guardedStyle, formulaGuard, 0, new int[0]);
    }

    /// `currencyStyles` has one index for each of [Currencies#CODES].
    XlsxCell(
            int column,
            ValueType type,
            int style,
            int guardedStyle,
            boolean formulaGuard,
            int currencyAhead,
            int[] currencyStyles) {
        this.type = type;
        this.guard = formulaGuard && type.isText();
        open = Markup.of("<c r=\"" + letters(column));
        number = number(style);
        this.currencyAhead = currencyAhead;
        currencies = Arrays.stream(currencyStyles).mapToObj(XlsxCell::number).toArray(Markup[]::new);
        bool = Markup.of("\"" + attribute(style) + " t=\"b\"><v>");
        text = Markup.of(inline(style, ""));
        textPreserved = Markup.of(inline(style, " xml:space=\"preserve\""));
        guarded = Markup.of(inline(guardedStyle, ""));
        guardedPreserved = Markup.of(inline(guardedStyle, " xml:space=\"preserve\""));
    }

    /// The markup in front of an amount whose currency is the text in `bytes`; that of a plain number if it is none.
    Markup money(byte[] bytes, int from, int to) {
        int currency = Currencies.find(bytes, from, to);
        return currency < 0 ? number : currencies[currency];
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

    private static Markup number(int style) {
        return Markup.of("\"" + attribute(style) + "><v>");
    }

    private static String inline(int style, String space) {
        return "\"" + attribute(style) + " t=\"inlineStr\"><is><t" + space + ">";
    }

    private static String attribute(int style) {
        return style == 0 ? "" : " s=\"" + style + "\"";
    }
}
