package dev.sheaf.rows;

import dev.sheaf.catalogue.Facet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A facet of a report as the database sums it up, as lines in the text form of COPY: each group its value and its
/// measures, in the order of the values and null last; and the measures of all `rows`.
///
/// A measure that tells currencies apart has one place for each of `currencies`, of which the empty one stands for
/// amounts without.
public record Summary(Facet facet, List<String> groups, String totals, long rows, List<String> currencies) {

    public Summary {
        groups = List.copyOf(groups);
        currencies = List.copyOf(currencies);
    }

    static Summary of(Facet facet, Question question, Dialect dialect, Moment moment) throws SQLException {
        var groups = new Counted();
        moment.read(FacetStatements.groups(question, dialect, facet), Long.MAX_VALUE, groups);
        var totals = new Counted();
        moment.read(FacetStatements.totals(question, dialect, facet), Long.MAX_VALUE, totals);
        if (groups.rows != totals.rows) {
            throw new IllegalStateException("The groups of the facet %s hold %d rows instead of %d"
                    .formatted(facet.name(), groups.rows, totals.rows));
        }
        if (facet.currency() == null) {
            return new Summary(facet, groups.lines, totals.lines.getFirst(), totals.rows, List.of(""));
        }
        var apart = CurrenciesApart.of(facet, totals.lines);
        return new Summary(facet, apart.groups(groups.lines), apart.totals(), totals.rows, apart.currencies());
    }

    /// Takes the number of rows, which stands first, off each line.
    private static final class Counted implements RowSink {

        private final List<String> lines = new ArrayList<>();
        private long rows;

        @Override
        public void row(byte[] copy, int from, int to) throws IOException {
            int at = from;
            while (at < to && copy[at] != '\t') {
                at++;
            }
            rows += Long.parseLong(new String(copy, from, at - from, StandardCharsets.US_ASCII));
            int rest = Math.min(at + 1, to);
            lines.add(new String(copy, rest, to - rest, StandardCharsets.UTF_8));
        }
    }
}
