package dev.sheaf.format;

/// One column of a file: its header text and what its values are.
///
/// `scale` is the number of digits shown after the point for DECIMAL, MONEY and PERCENT (0 to 10); it never rounds
/// the value itself, and other types ignore it.
public record Column(String label, ValueType type, int scale) {

    static final int MAX_SCALE = 10;

    public Column {
        if (label.isBlank()) {
            throw new IllegalArgumentException("A column needs a label, since the header row shows it");
        }
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException(
                    "Column \"%s\" has scale %d; it must be 0 to %d".formatted(label, scale, MAX_SCALE));
        }
    }
}
