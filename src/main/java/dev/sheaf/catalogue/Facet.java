package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import dev.sheaf.format.Column;
import dev.sheaf.format.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A summary of a type's rows: one line for each value of `sql`, with its measures.
public record Facet(
        String name, String label, ValueType type, int scale, String sql, List<Measure> measures, Standing standing) {

    public Facet {
        measures = List.copyOf(measures);
    }

    /// SQL of the currency that the amounts of a row are in; null if no measure tells amounts apart.
    public @Nullable String currency() {
        return measures.stream()
                .map(Measure::currency)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    Facet told(String toldLabel, List<Measure> toldMeasures) {
        return new Facet(name, toldLabel, type, scale, sql, toldMeasures, standing);
    }

    /// Why values of the PostgreSQL type `sqlType` cannot be shown here; empty if they can.
    public Optional<String> misfit(String sqlType) {
        return SqlTypes.misfit(type, sqlType);
    }

    public Column inFile() {
        return new Column(label, type, scale);
    }
}
