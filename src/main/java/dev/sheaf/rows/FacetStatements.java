package dev.sheaf.rows;

import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Measure;

/// The SQL that sums up one facet of a request's rows.
final class FacetStatements {

    private FacetStatements() {}

    /// Of equal currencies that are written in several ways, any may stand for all, but all have one place.
    static String place(String currency) {
        return "dense_rank() over (order by " + currency + ")";
    }

    /// Of equal values that are written in several ways, one for all currencies.
    static String value(String value, String currency) {
        return "first_value(%1$s) over (partition by %1$s order by %2$s)".formatted(value, currency);
    }

    /// The groups of `facet` in the order of their values: the number of rows, the value, the place of the currency
    /// (one if the facet tells none apart), the measures. One of equal values stands for all that are written
    /// otherwise.
    static Statement groups(Question question, Dialect dialect, Facet facet) {
        String sql = """
                select count(*), %s, %s%s
                from (%s) as matching
                group by facet_value%s
                order by %s
                """.formatted(
                        facet.currency() == null ? "facet_value" : value("facet_value", "facet_currency"),
                        facet.currency() == null ? "1" : place("facet_currency"),
                        measures(facet),
                        measured(question, dialect, facet),
                        facet.currency() == null ? "" : ", facet_currency",
                        dialect.nullsLast("facet_value", " asc"));
        return new Statement(sql, Statement.values(question));
    }

    /// The same over all rows, without a value, but with the currency behind its place; no group at all if there
    /// are no rows and currencies are told apart.
    static Statement totals(Question question, Dialect dialect, Facet facet) {
        String sql = "select count(*), %s%s\nfrom (%s) as matching%s"
                .formatted(
                        facet.currency() == null ? "1, ''" : place("facet_currency") + ", facet_currency",
                        measures(facet),
                        measured(question, dialect, facet),
                        facet.currency() == null ? "" : "\ngroup by facet_currency");
        return new Statement(sql, Statement.values(question));
    }

    private static String measures(Facet facet) {
        var aggregates = new StringBuilder();
        for (int i = 0; i < facet.measures().size(); i++) {
            Measure measure = facet.measures().get(i);
            aggregates.append(", ").append(measure.aggregate(measure.ofRows() ? "*" : "measured_" + i));
        }
        return aggregates.toString();
    }

    /// The values that are grouped and measured, of each row.
    private static String measured(Question question, Dialect dialect, Facet facet) {
        var values = new StringBuilder(facet.sql()).append(" as facet_value");
        if (facet.currency() != null) {
            values.append(", ").append(facet.currency()).append(" as facet_currency");
        }
        for (int i = 0; i < facet.measures().size(); i++) {
            Measure measure = facet.measures().get(i);
            if (!measure.ofRows()) {
                values.append(", ")
                        .append(measure.sql())
                        .append(" as measured_")
                        .append(i);
            }
        }
        return Statement.matching(question, dialect, values.toString());
    }
}
