package dev.sheaf.catalogue;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;

/// Reads the texts of a type in another language: `deals_excel.de.yaml` has those of `deals_excel` in German, in the
/// same places as the type's file.
final class TranslationFile {

    private static final Pattern NAME = Pattern.compile("(.+)\\.([a-z]{2}(?:-[A-Z]{2})?)\\.yaml");
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private final Map<String, String> texts = new HashMap<>();
    private final Entry root;

    private TranslationFile(Entry root) {
        this.root = root;
    }

    /// Whether a file of that name has texts, and not a type.
    static boolean is(Resource resource) {
        return name(resource).isPresent();
    }

    private static Optional<Matcher> name(Resource resource) {
        Matcher name = NAME.matcher(Objects.requireNonNullElse(resource.getFilename(), ""));
        return name.matches() && LANGUAGES.contains(name.group(2).substring(0, 2))
                ? Optional.of(name)
                : Optional.empty();
    }

    /// Adds the texts to the type of `types` that they are for.
    static void read(Resource resource, Map<String, ReportType> types) throws IOException {
        Matcher name = name(resource).orElseThrow();
        ReportType type = types.get(name.group(1));
        if (type == null) {
            throw new UnusableTypeFile(
                    name.group(),
                    "translates the report type " + name.group(1) + ", which does not exist; there are "
                            + String.join(", ", types.keySet()) + Suggestion.of(name.group(1), types.keySet()));
        }
        var file = new TranslationFile(YamlFile.read(resource));
        types.put(type.name(), type.with(file.translation(Locale.forLanguageTag(name.group(2)), type)));
    }

    private Translation translation(Locale language, ReportType type) {
        root.only("display_name", "description", "columns", "filters", "sorts", "measures", "facets", "charts");
        text("display_name", root, "display_name");
        text("description", root, "description");
        part("columns", type.columns().keySet(), "label", "description");
        filters(type.filters());
        part("sorts", type.sorts().keySet(), "label");
        part("charts", type.charts().keySet(), "label");
        part("facets", type.facets().keySet(), "label");
        part("measures", measures(type.facets().values()), "label");
        return new Translation(language, texts);
    }

    private void filters(Map<String, Filter> filters) {
        root.named("filters").forEach((name, entry) -> {
            root.checkKnown("filters." + name, name, filters.keySet(), "is not in the type");
            entry.only("label", "description", "choices");
            text("filters." + name + ".label", entry, "label");
            text("filters." + name + ".description", entry, "description");
            if (entry.has("choices")) {
                Set<String> known =
                        Set.copyOf(Objects.requireNonNull(filters.get(name)).choices());
                Entry choices = entry.entry("choices");
                choices.keys().forEach(choice -> {
                    choices.checkKnown(choice, choice, known, "is not in the type");
                    text("filters." + name + ".choices." + choice, choices, choice);
                });
            }
        });
    }

    private static Set<String> measures(Collection<Facet> facets) {
        return facets.stream()
                .map(Facet::measures)
                .flatMap(List::stream)
                .map(Measure::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void part(String part, Set<String> known, String... keys) {
        root.named(part).forEach((name, entry) -> {
            root.checkKnown(part + "." + name, name, known, "is not in the type");
            entry.only(keys);
            for (String key : keys) {
                text(part + "." + name + "." + key, entry, key);
            }
        });
    }

    private void text(String path, Entry entry, String key) {
        if (entry.has(key)) {
            texts.put(path, entry.text(key));
        }
    }
}
