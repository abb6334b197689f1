package dev.sheaf.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A condition that a caller may set.
///
/// `sql` is a predicate in which `:name` stands for the value; null if the type's `from` uses the value itself or
/// if the filter narrows the row scope. `fallback` is the value taken when the caller gives none, in canonical
/// text. With `many`, several values may be given and `:name` is an array.
public record Filter(
        String name,
        FilterType type,
        boolean many,
        boolean required,
        boolean narrowsScope,
        List<String> choices,
        @Nullable String fallback,
        @Nullable String sql,
        String description) {

    /// The fallback of a date that means the day of asking, in the time zone asked for.
    static final String TODAY = "today";

    public Filter {
        choices = List.copyOf(choices);
    }

    /// The PostgreSQL type of `:name`.
    public String sqlType() {
        return many ? type.sqlType() + "[]" : type.sqlType();
    }
}
