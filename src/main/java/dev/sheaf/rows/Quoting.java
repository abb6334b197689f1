package dev.sheaf.rows;

import dev.sheaf.catalogue.SqlNames;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;

/// Puts values into SQL text, quoted by the server.
///
/// COPY takes no bound parameters, so its values must stand in the text. The server itself quotes them
/// (`quote_nullable`), as bound values of one statement; only what it returned is put in, with a cast to the
/// parameter's type. A literal without a type takes that of the column it is compared with.
final class Quoting {

    private Quoting() {}

    static String fill(Connection connection, String sql, Map<String, Value> values) throws SQLException {
        Map<String, Value> used = used(sql, values);
        Map<String, String> literals = literals(connection, used);
        return SqlNames.PARAMETER
                .matcher(sql)
                .replaceAll(match -> Matcher.quoteReplacement(literals.getOrDefault(match.group(1), match.group())));
    }

    private static Map<String, Value> used(String sql, Map<String, Value> values) {
        var used = new LinkedHashMap<String, Value>();
        Matcher matcher = SqlNames.PARAMETER.matcher(sql);
        while (matcher.find()) {
            Value value = values.get(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("No value for the parameter :" + matcher.group(1));
            }
            used.put(matcher.group(1), value);
        }
        return used;
    }

    private static Map<String, String> literals(Connection connection, Map<String, Value> values) throws SQLException {
        var literals = new HashMap<String, String>();
        if (values.isEmpty()) {
            return literals;
        }
        Array texts = connection.createArrayOf(
                "text", values.values().stream().map(Value::text).toArray());
        try (PreparedStatement quote = connection.prepareStatement("""
                select quote_nullable(text) from unnest(?::text[]) with ordinality as u (text, n) order by n
                """)) {
            quote.setArray(1, texts);
            try (ResultSet quoted = quote.executeQuery()) {
                for (Map.Entry<String, Value> value : values.entrySet()) {
                    quoted.next();
                    String type = value.getValue().type();
                    literals.put(value.getKey(), "(" + quoted.getString(1) + (type == null ? "" : "::" + type) + ")");
                }
            }
        } finally {
            texts.free();
        }
        return literals;
    }
}
