package dev.sheaf.rows;

import dev.sheaf.catalogue.SqlNames;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// A statement as JDBC binds it: question marks for names, and the values behind them in order.
///
/// A list of values becomes one mark for each; an empty one becomes NULL, which is in no list.
record Binding(String sql, List<Value> values) {

    static Binding of(Statement statement) {
        var values = new ArrayList<Value>();
        String sql = SqlNames.PARAMETER.matcher(statement.sql()).replaceAll(match -> {
            Value value = statement.values().get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("No value for the parameter :" + match.group(1));
            }
            return Matcher.quoteReplacement(marks(value, values));
        });
        return new Binding(sql, values);
    }

    private static String marks(Value value, List<Value> values) {
        if (value.elements() == null) {
            values.add(value);
            return "?";
        }
        if (value.elements().isEmpty()) {
            return "null";
        }
        String type = value.type() == null ? null : value.type().replace("[]", "");
        value.elements().forEach(element -> values.add(new Value(element, type)));
        return "?, ".repeat(value.elements().size() - 1) + "?";
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            bind(statement, i + 1, values.get(i));
        }
    }

    private static void bind(PreparedStatement statement, int at, Value value) throws SQLException {
        String text = value.text();
        String type = Objects.requireNonNullElse(value.type(), "text");
        if (text == null) {
            statement.setNull(at, nullOf(type));
            return;
        }
        switch (type) {
            case "bigint" -> statement.setLong(at, Long.parseLong(text));
            case "numeric" -> statement.setBigDecimal(at, new BigDecimal(text));
            case "boolean" -> statement.setBoolean(at, Boolean.parseBoolean(text));
            case "date" -> statement.setObject(at, LocalDate.parse(text));
            default -> statement.setString(at, text);
        }
    }

    private static int nullOf(@Nullable String type) {
        return switch (type) {
            case "bigint" -> Types.BIGINT;
            case "numeric" -> Types.NUMERIC;
            case "boolean" -> Types.BOOLEAN;
            case "date" -> Types.DATE;
            case null, default -> Types.VARCHAR;
        };
    }
}
