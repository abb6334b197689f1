package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds the one table of a type's `from` that decides which rows there are and in which order.
///
/// A walk along an index need not touch the table if the index holds all that is asked of it. PostgreSQL leaves out
/// left joins that add nothing, but then still takes the columns that they compare for asked of the table, and touches
/// it for each row: three to four times the work. So the walk asks that table by itself, if PostgreSQL says of both
/// statements that it would do the same.
final class LoneTable {

    /// The class of SQLSTATEs of what cannot be parsed or names what is not there.
    private static final String NOT_UNDERSTOOD = "42";

    private final Connection connection;
    private final Question question;
    private final long partRows;

    private LoneTable(Connection connection, Question question, long partRows) {
        this.connection = connection;
        this.question = question;
        this.partRows = partRows;
    }

    /// What walks that are `partRows` long may read from: that table, or else all of the type's `from`.
    static String of(Connection connection, Question question, long partRows) throws SQLException {
        return new LoneTable(connection, question, partRows).from();
    }

    private String from() throws SQLException {
        String all = question.request().type().from();
        List<JsonNode> plan = plan(all);
        JsonNode scan = plan.getLast();
        if (!isA(scan, "Index Scan")) {
            return all;
        }
        String alone;
        try (var statement = connection.createStatement()) {
            alone = "%s.%s as %s"
                    .formatted(
                            statement.enquoteIdentifier(scan.path("Schema").asString(), true),
                            statement.enquoteIdentifier(
                                    scan.path("Relation Name").asString(), true),
                            statement.enquoteIdentifier(scan.path("Alias").asString(), true));
        }
        return doesTheSame(plan, alone) ? alone : all;
    }

    /// Not if `alone` gives no meaning to some name.
    private boolean doesTheSame(List<JsonNode> plan, String alone) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            List<JsonNode> other = plan(alone);
            return isA(other.getLast(), "Index Only Scan") && bare(plan).equals(bare(other));
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith(NOT_UNDERSTOOD)) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    /// From the root down to the scan; if it branches, only down to there.
    private List<JsonNode> plan(String from) throws SQLException {
        Statement walk = Statement.boundary(question, from, new Stretch(null, false), partRows);
        JsonNode node = Explain.plan(connection, walk, "verbose", "costs off");
        var nodes = new ArrayList<JsonNode>(List.of(node));
        while (node.path("Plans").size() == 1) {
            node = node.path("Plans").get(0);
            nodes.add(node);
        }
        return nodes;
    }

    private static boolean isA(JsonNode node, String type) {
        return node.path("Plans").isEmpty() && node.path("Node Type").asString().equals(type);
    }

    /// What decides on the rows of each node: conditions, filters, order, index, table.
    private static List<ObjectNode> bare(List<JsonNode> plan) {
        return plan.stream()
                .map(node -> {
                    ObjectNode bare = ((ObjectNode) node).deepCopy();
                    bare.remove(List.of("Node Type", "Output", "Plans"));
                    return bare;
                })
                .toList();
    }
}
