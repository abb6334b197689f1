package dev.sheaf.catalogue;

import dev.sheaf.format.ValueType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which types of PostgreSQL can be shown as what.
final class SqlTypes {

    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

    private SqlTypes() {}

    /// Why `sqlType` cannot be shown as `type`; empty if it can.
    static Optional<String> misfit(ValueType type, String sqlType) {
        Set<String> fitting = switch (type) {
            case ID, TEXT, URL, COUNTRY -> Set.of(sqlType);
            case INTEGER -> Set.of("int2", "int4", "int8", "numeric");
            case DECIMAL, MONEY, PERCENT -> NUMBERS;
            case DATE -> Set.of("date");
            case TIMESTAMP -> Set.of("timestamptz", "timestamp");
            case BOOLEAN -> Set.of("bool");
        };
        return fitting.contains(sqlType)
                ? Optional.empty()
                : Optional.of("is of type " + type.name().toLowerCase(Locale.ROOT) + ", so its SQL must give "
                        + String.join(" or ", new TreeSet<>(fitting)) + ", not " + sqlType);
    }
}
