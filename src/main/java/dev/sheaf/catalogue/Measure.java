package dev.sheaf.catalogue;

import dev.sheaf.format.Column;
import dev.sheaf.format.ValueType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A figure of a facet: how many rows have a value in `sql` (`*`: how many rows), or the sum of it.
///
/// `currency` is SQL of the currency that a row's value is in; amounts are then summed up for each currency alone.
public record Measure(
        String name,
        String label,
        ValueType type,
        int scale,
        Kind kind,
        String sql,
        @Nullable String currency) {

    /// What is done with the values.
    public enum Kind {
        COUNT,
        SUM
    }

    Measure told(String toldLabel) {
        return new Measure(name, toldLabel, type, scale, kind, sql, currency);
    }

    /// Why values of the PostgreSQL type `sqlType` cannot be shown here; empty if they can.
    public Optional<String> misfit(String sqlType) {
        return SqlTypes.misfit(type, sqlType);
    }

    public Column inFile() {
        return new Column(label, type, scale);
    }

    /// For the amounts in one currency; in that of nobody knows which if it is empty.
    public Column inFile(String inCurrency) {
        return new Column((label + " " + inCurrency).strip(), type, scale);
    }

    /// True if it counts rows, whatever they hold.
    public boolean ofRows() {
        return kind == Kind.COUNT && sql.equals("*");
    }

    /// The aggregate in SQL.
    public String aggregate() {
        return aggregate(sql);
    }

    /// The same of values that are called otherwise.
    public String aggregate(String values) {
        return switch (kind) {
            case COUNT -> "count(" + values + ")";
            case SUM -> "sum(" + values + ")";
        };
    }
}
