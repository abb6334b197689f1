package dev.sheaf.rows;

import java.util.List;

/// What is asked of the database for each part, and what is looked up here instead of being joined there.
///
/// `columns` are the keys of the `dimensions` and then the columns that are left. `groups` make up the rows of the
/// file from them.
record PartQuery(Question question, List<String> columns, String from, List<Dimension> dimensions, List<Group> groups) {

    /// So many columns that follow each other in the file: what the database sent, or the group at `place` of a
    /// dimension.
    record Group(int dimension, int place, int columns) {

        static final int SENT = -1;

        Group withOneMore() {
            return new Group(dimension, place, columns + 1);
        }
    }

    PartQuery {
        columns = List.copyOf(columns);
        dimensions = List.copyOf(dimensions);
        groups = List.copyOf(groups);
    }

    /// Everything is joined in the database.
    static PartQuery whole(Question question) {
        return new PartQuery(
                question, Statement.columns(question), question.request().type().from(), List.of(), List.of());
    }

    Statement rows(Range range) {
        return Statement.rows(question, columns, from, range);
    }

    /// The same, but no row: for what the database says of its columns.
    Statement noRows() {
        return Statement.rows(question, columns, from, 0);
    }
}
