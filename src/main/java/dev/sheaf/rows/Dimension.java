package dev.sheaf.rows;

import dev.sheaf.rows.FromClause.Join;
import dev.sheaf.rows.FromClause.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A small joined table, with those that are joined to it in turn: read once, and looked up here for each row.
///
/// `link` is that of `root`, the join that the others hang on. `groups` are the columns of the file that come from
/// here, those together that follow each other. If any of the joins is an inner one, rows that find nothing are left
/// out.
record Dimension(Link link, Join root, List<Join> others, List<List<String>> groups) {

    /// Stands for the one row that joins nothing.
    static final String NOTHING = "(select) as sheaf_nothing";

    Dimension {
        others = List.copyOf(others);
        groups = List.copyOf(groups);
    }

    boolean inner() {
        return root.inner() || others.stream().anyMatch(Join::inner);
    }

    List<Integer> groupSizes() {
        return groups.stream().map(List::size).toList();
    }

    /// The key and the columns of each row; unless rows are left out, also those of a row that finds none.
    ///
    /// It is not bounded by the row scope, as a join would not be: which of these rows come into the file, the rows
    /// that look them up decide.
    Statement statement(Question question) {
        String key = link().keySql();
        String joins = others.stream().map(join -> "\n" + join.sql()).collect(Collectors.joining());
        String found = "select %s\nfrom %s%s\nwhere %s is not null".formatted(columns(key), root.item(), joins, key)
                + (link.restriction() == null ? "" : "\n  and (%s)".formatted(link.restriction()));
        String sql = inner()
                ? found
                : found
                        + "\nunion all\nselect %s\nfrom %s\nleft join %s on false%s"
                                .formatted(columns("null"), NOTHING, root.item(), joins);
        return new Statement(sql, Statement.values(question));
    }

    private String columns(String key) {
        var columns = new ArrayList<>(List.of(key));
        groups.forEach(columns::addAll);
        return String.join(", ", columns);
    }
}
