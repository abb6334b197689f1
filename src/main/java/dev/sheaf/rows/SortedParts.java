package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/// Decides whether PostgreSQL should sort the rows of each part.
///
/// Rows that an index finds in order are joined one by one. If they are sorted behind their joins, the joined tables
/// can be hashed instead, for far less CPU where many rows have many joins.
final class SortedParts {

    /// The least memory that PostgreSQL takes for a sort.
    private static final DataSize LEAST = DataSize.ofKilobytes(64);

    /// What a sort needs for each row beside the row itself: headers, and its place in the order.
    private static final long BESIDE_A_ROW = 48;

    private static final String INDEX_COND = "Index Cond";

    private SortedParts() {}

    static void check(String setting, DataSize memory) {
        if (memory.toBytes() != 0 && memory.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "%s must be 0 or at least %dKB, not %s".formatted(setting, LEAST.toKilobytes(), memory));
        }
    }

    /// True if the planner would rather sort and hash, `memory` is enough for the longest part, and still no other
    /// rows are looked at than those of the part: a planner that sorts may take it for cheaper to look through all
    /// of the table, for each part. `connection` reads in order, and goes on so.
    static boolean suit(Connection connection, PartQuery query, List<PartPlan> parts, DataSize memory)
            throws SQLException {
        Range typical = parts.get(parts.size() / 2).range();
        if (memory.toBytes() == 0 || typical == null) {
            return false;
        }
        Statement rows = query.rows(typical);
        JsonNode inOrder = Explain.plan(connection, rows);
        JsonNode sorted = planSorted(connection, rows, memory);
        JsonNode bounds = first(inOrder).path(INDEX_COND);
        long longest = parts.stream().mapToLong(PartPlan::rows).max().orElse(0);
        return isA(sorted, "Sort")
                && all(sorted).anyMatch(node -> isA(node, "Hash Join"))
                && longest * (sorted.path("Plan Width").asLong() + BESIDE_A_ROW) <= memory.toBytes()
                && bounds.isString()
                && all(sorted).anyMatch(node -> node.path(INDEX_COND).equals(bounds));
    }

    private static JsonNode planSorted(Connection connection, Statement rows, DataSize memory) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            PostgresConnections.maySort(connection, memory);
            return Explain.plan(connection, rows);
        } finally {
            connection.rollback(before);
        }
    }

    private static boolean isA(JsonNode node, String type) {
        return node.path("Node Type").asString().equals(type);
    }

    /// The scan that all joins begin with.
    private static JsonNode first(JsonNode plan) {
        JsonNode below = plan.path("Plans").path(0);
        return below.isMissingNode() ? plan : first(below);
    }

    private static Stream<JsonNode> all(JsonNode plan) {
        return Stream.concat(Stream.of(plan), plan.path("Plans").valueStream().flatMap(SortedParts::all));
    }
}
