package dev.sheaf.rows;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A value for a parameter in SQL: its text as PostgreSQL reads it, null for NULL, and its PostgreSQL type, null where
/// that of the other side is meant. `elements` are the texts of an array's, which is null for a single value.
record Value(
        @Nullable String text,
        @Nullable String type,
        @Nullable List<String> elements) {

    Value(@Nullable String text, @Nullable String type) {
        this(text, type, null);
    }

    static Value untypedArray(List<String> elements) {
        return new Value(array(elements, "text").text, null, elements);
    }

    static Value array(List<String> elements, String elementType) {
        return new Value(
                elements.stream()
                        .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}")),
                elementType + "[]",
                elements);
    }

    /// A pattern for LIKE that finds `text` anywhere, its own `%` and `_` taken as they are.
    static Value containing(String text) {
        return new Value('%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%', "text");
    }
}
