package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import dev.sheaf.format.Column;
import dev.sheaf.format.ValueType;
import java.util.List;

/// A summary of a type's rows: one line for each value of `sql`, with its measures.
public record Facet(
        String name, String label, ValueType type, int scale, String sql, List<Measure> measures, Standing standing) {

    public Facet {
        measures = List.copyOf(measures);
    }

    public Column inFile() {
        return new Column(label, type, scale);
    }
}
