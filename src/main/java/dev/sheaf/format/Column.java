package dev.sheaf.format;

/// One column of a file: its header text and what its values are.
///
/// `scale` is the number of digits shown after the point for DECIMAL, MONEY and PERCENT (0 to 10); it never rounds
/// the value itself, and other types ignore it. `wrap` breaks long texts into lines. `currency` is the place among
/// the file's columns, from 0, of the one that tells the currency of a MONEY, or [#NO_CURRENCY]. CSV ignores all
/// three.
public record Column(String label, ValueType type, int scale, boolean wrap, int currency) {

    public static final int NO_CURRENCY = -1;

    static final int MAX_SCALE = 10;

    public Column {
        if (label.isBlank()) {
            throw new IllegalArgumentException("A column needs a label, since the header row shows it");
        }
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException(
                    "Column \"%s\" has scale %d; it must be 0 to %d".formatted(label, scale, MAX_SCALE));
        }
        if (currency < NO_CURRENCY || (currency != NO_CURRENCY && type != ValueType.MONEY)) {
            throw new IllegalArgumentException(
                    "Column \"%s\" of type %s cannot have its currency in column %d".formatted(label, type, currency));
        }
    }

    public Column(String label, ValueType type, int scale) {
        this(label, type, scale, false, NO_CURRENCY);
    }

    boolean hasCurrency() {
        return currency != NO_CURRENCY;
    }
}
