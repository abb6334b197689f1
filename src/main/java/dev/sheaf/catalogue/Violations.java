package dev.sheaf.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Gathers what is wrong with one request.
final class Violations {

    private final List<Violation> found = new ArrayList<>();

    void add(String path, String key, Object... arguments) {
        add(path, Phrase.of(key, arguments));
    }

    void add(String path, Phrase phrase) {
        found.add(new Violation(path, phrase));
    }

    /// `prefix` is empty or ends with a dot.
    void unknownKeys(String prefix, JsonNode object, Collection<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                add(prefix + key, "unknown", String.join(", ", known), Suggestion.of(key, known));
            }
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Violation> all() {
        return List.copyOf(found);
    }
}
