package dev.sheaf.rows;

import dev.sheaf.catalogue.Facet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A facet of a report as the database sums it up, as lines in the text form of COPY: each group its value and its
/// measures, in the order of the values and null last; and the measures of all `rows`. Of too many groups the largest
/// are told, and `others` are the rest.
///
/// A measure that tells currencies apart has one place for each of `currencies`, of which the empty one stands for
/// amounts without.
public record Summary(
        Facet facet, List<String> groups, @Nullable Others others, String totals, long rows, List<String> currencies) {

    /// The measures of all groups that are not told one by one, and how many these are.
    public record Others(long groups, String measures) {}

    public Summary {
        groups = List.copyOf(groups);
        currencies = List.copyOf(currencies);
    }

    static Summary of(Facet facet, Question question, Dialect dialect, Moment moment) throws SQLException {
        var totals = new ArrayList<List<@Nullable String>>();
        moment.read(
                FacetStatements.totals(question, dialect, facet),
                Long.MAX_VALUE,
                (copy, from, to) -> totals.add(CopyLine.values(copy, from, to)));
        var apart = CurrenciesApart.of(facet, totals);
        long rows = 0;
        @Nullable String[] sums = apart.nothing();
        for (List<@Nullable String> line : totals) {
            rows += Long.parseLong(Objects.requireNonNull(line.getFirst()));
            apart.add(line.get(1), line.subList(3, line.size()), sums);
        }
        var groups = new LargestGroups(apart);
        moment.read(FacetStatements.groups(question, dialect, facet), Long.MAX_VALUE, groups);
        return groups.end(CopyLine.of(Arrays.asList(sums)), rows);
    }
}
