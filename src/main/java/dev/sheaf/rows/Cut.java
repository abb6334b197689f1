package dev.sheaf.rows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts the rows that a connection sees into parts: finds the first row of each by a walk along the index that serves
/// the order, from the first row of the part before. No row is looked at twice, and none is sent.
final class Cut {

    private final Connection connection;
    private final Question question;
    private final String from;
    private final long partRows;
    private final long sheetRows;
    private final List<PartPlan> parts = new ArrayList<>();
    private @Nullable Boundary start;
    private long startsAfter;

    private Cut(Connection connection, Question question, String from, long partRows, long sheetRows) {
        this.connection = connection;
        this.question = question;
        this.from = from;
        this.partRows = partRows;
        this.sheetRows = sheetRows;
    }

    /// A part ends after `partRows`, or earlier where a sheet of `sheetRows` is full. Empty if there is no row.
    static Optional<Plan> rows(Connection connection, Question question, long partRows, long sheetRows)
            throws SQLException {
        String from = LoneTable.of(connection, question, partRows);
        List<PartPlan> parts = new Cut(connection, question, from, partRows, sheetRows).parts();
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Plan(parts));
    }

    private List<PartPlan> parts() throws SQLException {
        long rows = walk(false, 0);
        if (question.request().sort().nullable()) {
            rows = walk(true, rows);
        }
        end(null, rows);
        return parts;
    }

    /// Walks along all rows with a sort key, or all without one, and returns how many rows that makes together with
    /// the `passed` before.
    private long walk(boolean nulls, long passed) throws SQLException {
        var stretch = new Stretch(null, nulls);
        while (true) {
            long next = start == null ? 0 : next();
            Optional<Boundary> found = boundary(stretch, next - passed);
            if (found.isEmpty()) {
                return passed + count(stretch);
            }
            end(found.get(), next);
            start = found.get();
            startsAfter = next;
            stretch = new Stretch(start, nulls);
            passed = next;
        }
    }

    /// How many rows stand before the part after the present one.
    private long next() {
        long inSheet = startsAfter % sheetRows;
        return startsAfter + Math.min(partRows, sheetRows - inSheet);
    }

    private void end(@Nullable Boundary before, long rows) {
        if (start != null) {
            parts.add(new PartPlan(
                    parts.size() + 1,
                    (int) (startsAfter / sheetRows) + 1,
                    startsAfter % sheetRows,
                    rows - startsAfter,
                    new Range(start, before)));
        }
    }

    private Optional<Boundary> boundary(Stretch stretch, long offset) throws SQLException {
        return ask(
                Statement.boundary(question, from, stretch, offset),
                row -> row.next() ? Optional.of(new Boundary(row.getString(1), row.getString(2))) : Optional.empty());
    }

    private long count(Stretch stretch) throws SQLException {
        return ask(Statement.count(question, from, stretch), row -> {
            row.next();
            return row.getLong(1);
        });
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T ask(Statement asked, Reader<T> reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            String sql = Quoting.fill(connection, asked.sql(), asked.values());
            try (ResultSet row = Readers.with(connection, () -> statement.executeQuery(sql))) {
                return reader.read(row);
            }
        }
    }
}
