package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What PostgreSQL would do for a statement.
final class Explain {

    private Explain() {}

    /// The root of its plan. `options` are those of EXPLAIN, beside the format.
    static JsonNode plan(Connection connection, Statement statement, String... options) throws SQLException {
        String asked = String.join(", ", options) + (options.length == 0 ? "" : ", ") + "format json";
        String select = Quoting.fill(connection, statement.sql(), statement.values());
        try (var explain = connection.createStatement()) {
            explain.setEscapeProcessing(false);
            String sql = "explain (%s) ".formatted(asked) + select;
            try (ResultSet answer = Readers.with(connection, () -> explain.executeQuery(sql))) {
                answer.next();
                return JsonMapper.shared().readTree(answer.getString(1)).at("/0/Plan");
            }
        }
    }
}
