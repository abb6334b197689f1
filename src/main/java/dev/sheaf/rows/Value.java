package dev.sheaf.rows;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A value for a parameter in SQL: its text as PostgreSQL reads it, null for NULL, and its PostgreSQL type.
record Value(@Nullable String text, String type) {

    static Value array(List<String> elements, String elementType) {
        return new Value(
                elements.stream()
                        .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}")),
                elementType + "[]");
    }

    /// A pattern for LIKE that finds `text` anywhere, its own `%` and `_` taken as they are.
    static Value containing(String text) {
        return new Value('%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%', "text");
    }
}
