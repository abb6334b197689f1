package dev.sheaf.catalogue;

/// What kind of value a filter takes. [ValueForm] says what such a value looks like.
public enum FilterType {
    TEXT("text", "text"),
    SEARCH("text", "text to look for"),
    ID("bigint", "a positive whole number"),
    INTEGER("bigint", "a whole number"),
    DECIMAL("numeric", "a number"),
    DATE("date", "a date such as 2026-11-24"),
    BOOLEAN("boolean", "true or false"),
    COUNTRY("text", "an ISO 3166 country code of two letters, such as US"),
    CHOICE("text", "one of the listed values");

    private final String sqlType;
    private final String expectation;

    FilterType(String sqlType, String expectation) {
        this.sqlType = sqlType;
        this.expectation = expectation;
    }

    public String sqlType() {
        return sqlType;
    }

    String expectation() {
        return expectation;
    }

    boolean isNumber() {
        return switch (this) {
            case ID, INTEGER, DECIMAL -> true;
            case TEXT, SEARCH, DATE, BOOLEAN, COUNTRY, CHOICE -> false;
        };
    }
}
