package dev.sheaf.format;

/// What the values of a column are, and so how they are written and shown.
///
/// [#PERCENT] arrives as the number of percent (`12.5` is 12.5 %); CSV keeps it, Excel gets the fraction 0.125.
/// [#DATE] and [#TIMESTAMP] arrive as PostgreSQL's ISO style prints them, [#BOOLEAN] as `t` or `f`.
public enum ValueType {
    ID,
    TEXT,
    INTEGER,
    DECIMAL,
    MONEY,
    PERCENT,
    DATE,
    TIMESTAMP,
    BOOLEAN,
    URL,
    COUNTRY;

    /// Whether any characters may stand in the column, so that the formula guard has to look at them.
    boolean isText() {
        return switch (this) {
            case ID, TEXT, URL, COUNTRY -> true;
            case INTEGER, DECIMAL, MONEY, PERCENT, DATE, TIMESTAMP, BOOLEAN -> false;
        };
    }
}
