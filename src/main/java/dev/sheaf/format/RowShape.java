package dev.sheaf.format;

/// Says what is wrong with a row that does not fit its layout.
final class RowShape {

    static IllegalArgumentException tooShort(long row, int fields, int columns) {
        return new IllegalArgumentException("Row %d of the segment ends after %d fields; the layout has %d columns"
                .formatted(row, fields, columns));
    }

    static IllegalArgumentException tooLong(long row, int columns) {
        return new IllegalArgumentException(
                "Row %d of the segment has more fields than the layout's %d columns".formatted(row, columns));
    }

    private RowShape() {}
}
