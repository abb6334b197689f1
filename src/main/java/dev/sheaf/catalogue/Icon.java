package dev.sheaf.catalogue;

/// The picture beside a type's name; `icons.html` draws it.
public enum Icon {
    TABLE,
    LINES,
    STORE,
    TAG,
    FLAME,
    CLICK,
    CART,
    MONEY,
    PEOPLE,
    CALENDAR;

    /// Of a type that names none.
    static Icon of(FileKind kind) {
        return switch (kind) {
            case XLSX -> TABLE;
            case CSV -> LINES;
        };
    }
}
