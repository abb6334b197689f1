package dev.sheaf.catalogue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A mapping in a type file, with the place where it stands. What breaks a rule of the language is refused with its
/// line.
final class Entry {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Origin origin;
    private final String path;
    private final ObjectNode node;

    private Entry(Origin origin, String path, ObjectNode node) {
        this.origin = origin;
        this.path = path;
        this.node = node;
    }

    static Entry root(Origin origin, ObjectNode node) {
        return new Entry(origin, "", node);
    }

    String path() {
        return path;
    }

    Origin origin() {
        return origin;
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void only(String... known) {
        for (String key : node.propertyNames()) {
            if (!Set.of(known).contains(key)) {
                throw unusable(
                        key,
                        "is not known here; known are " + String.join(", ", known)
                                + Suggestion.of(key, List.of(known)));
            }
        }
    }

    boolean has(String key) {
        return !node.path(key).isMissingNode() && !node.path(key).isNull();
    }

    String text(String key) {
        String text = textIfAny(key);
        if (text == null || text.isBlank()) {
            throw unusable(key, "is missing");
        }
        return text;
    }

    @Nullable
    String textIfAny(String key) {
        return has(key) ? scalar(key, node.path(key)) : null;
    }

    String text(String key, String fallback) {
        String text = textIfAny(key);
        return text == null ? fallback : text;
    }

    private String scalar(String key, JsonNode value) {
        if (!value.isValueNode()) {
            throw unusable(key, "must be text");
        }
        return value.asString();
    }

    List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!node.path(key).isArray()) {
            throw unusable(key, "must be a list");
        }
        return node.path(key).valueStream().map(element -> scalar(key, element)).toList();
    }

    boolean flag(String key) {
        return flag(key, false);
    }

    boolean flag(String key, boolean fallback) {
        if (has(key) && !node.path(key).isBoolean()) {
            throw unusable(key, "must be true or false");
        }
        return node.path(key).asBoolean(fallback);
    }

    @Nullable
    BigInteger whole(String key) {
        if (has(key) && !node.path(key).isIntegralNumber()) {
            throw unusable(key, "must be a whole number");
        }
        return has(key) ? node.path(key).bigIntegerValue() : null;
    }

    @Nullable
    Integer whole(String key, int least, int most) {
        BigInteger value = whole(key);
        if (value == null) {
            return null;
        }
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw unusable(key, "must be " + least + " to " + most);
        }
        return value.intValueExact();
    }

    <E extends Enum<E>> E one(String key, Class<E> type) {
        String given = text(key);
        for (E each : EnumSet.allOf(type)) {
            if (word(each).equals(given.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        List<String> words = EnumSet.allOf(type).stream().map(Entry::word).toList();
        throw unusable(key, "must be one of " + String.join(", ", words) + Suggestion.of(given, words));
    }

    <E extends Enum<E>> E one(String key, Class<E> type, E fallback) {
        return has(key) ? one(key, type) : fallback;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    boolean isMapping(String key) {
        return node.path(key).isObject();
    }

    Entry entry(String key) {
        if (node.path(key) instanceof ObjectNode mapping) {
            return new Entry(origin, path(key), mapping);
        }
        throw unusable(key, "must be a mapping such as {key: value}");
    }

    /// The mappings under `key` by their names, in the order of the file; none if there is no such key.
    Map<String, Entry> named(String key) {
        if (!has(key)) {
            return Map.of();
        }
        Entry all = entry(key);
        var entries = new LinkedHashMap<String, Entry>();
        for (String name : all.node.propertyNames()) {
            all.checkName(name, name);
            entries.put(name, all.entry(name));
        }
        return entries;
    }

    List<Entry> list(String key) {
        var entries = new ArrayList<Entry>();
        if (has(key)) {
            if (!node.path(key).isArray()) {
                throw unusable(key, "must be a list");
            }
            for (JsonNode element : node.path(key)) {
                String at = key + "." + entries.size();
                if (!(element instanceof ObjectNode mapping)) {
                    throw unusable(at, "must be a mapping such as {key: value}");
                }
                entries.add(new Entry(origin, path(at), mapping));
            }
        }
        return entries;
    }

    Stream<String> keys() {
        return node.propertyNames().stream();
    }

    void checkName(String key, String name) {
        check(NAME.matcher(name).matches(), key, "must be made of a-z, 0-9 and _, a letter first, at most 63");
    }

    void check(boolean holds, String key, String rule) {
        if (!holds) {
            throw unusable(key, rule);
        }
    }

    void checkKnown(String key, String name, Set<String> known, String rule) {
        if (!known.contains(name)) {
            String all = known.stream().sorted().collect(Collectors.joining(", "));
            throw unusable(key, rule + "; known are " + all + Suggestion.of(name, known));
        }
    }

    /// Of keys that exclude each other.
    void atMostOne(String... keys) {
        List<String> given = Arrays.stream(keys).filter(this::has).toList();
        if (given.size() > 1) {
            throw unusable(given.get(1), "cannot stand beside " + given.getFirst());
        }
    }

    UnusableTypeFile unusable(String key, String problem) {
        return origin.unusable(path(key), problem);
    }
}
