package dev.sheaf.catalogue;

/// What kind of value a filter takes. [ValueForm] says what such a value looks like.
public enum FilterType {
    TEXT("text"),
    SEARCH("text"),
    ID("bigint"),
    INTEGER("bigint"),
    DECIMAL("numeric"),
    DATE("date"),
    BOOLEAN("boolean"),
    COUNTRY("text"),
    CHOICE("text");

    private final String sqlType;

    FilterType(String sqlType) {
        this.sqlType = sqlType;
    }

    public String sqlType() {
        return sqlType;
    }

    boolean isNumber() {
        return switch (this) {
            case ID, INTEGER, DECIMAL -> true;
            case TEXT, SEARCH, DATE, BOOLEAN, COUNTRY, CHOICE -> false;
        };
    }
}
