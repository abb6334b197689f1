package dev.sheaf.web.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.util.MultiValueMap;

/// What somebody has entered in a form, by the names of its fields.
record Entered(MultiValueMap<String, String> fields) {

    String one(String name) {
        return Objects.requireNonNullElse(fields.getFirst(name), "");
    }

    /// True also of a field that was left empty.
    boolean has(String name) {
        return fields.containsKey(name);
    }

    /// Several may stand in one field, with commas between.
    List<String> values(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
