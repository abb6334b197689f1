package dev.sheaf.catalogue;

import dev.sheaf.format.Column;
import dev.sheaf.format.ValueType;

/// A column that a report type offers: its name in requests, how the file shows it, and the SQL that gives its
/// value.
public record TypeColumn(String name, String label, ValueType type, int scale, String sql, String description) {

    public Column inFile() {
        return new Column(label, type, scale);
    }
}
