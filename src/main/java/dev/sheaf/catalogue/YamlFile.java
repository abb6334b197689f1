package dev.sheaf.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads the mapping that a file is.
final class YamlFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern PLACE = Pattern.compile("in reader, line ([0-9]+)");

    private YamlFile() {}

    static Entry read(Resource resource) throws IOException {
        String file = Objects.requireNonNullElse(resource.getFilename(), resource.getDescription());
        String text = resource.getContentAsString(StandardCharsets.UTF_8);
        try {
            JsonNode tree = YAML.readTree(text);
            Origin origin = Origin.of(file, text, YAML);
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                throw new UnusableTypeFile(file, "the file is empty");
            }
            if (!(tree instanceof ObjectNode mapping)) {
                throw new UnusableTypeFile(file + ", line 1", "a type file is a mapping, such as name: my_type");
            }
            return Entry.root(origin, mapping);
        } catch (JacksonException e) {
            throw malformed(file, e);
        }
    }

    /// The parser tells the whole story of where it was; the last place is the one that counts.
    private static UnusableTypeFile malformed(String file, JacksonException e) {
        String story = Objects.requireNonNullElse(e.getOriginalMessage(), "not YAML");
        TokenStreamLocation at = e.getLocation();
        String line = at == null ? "" : ", line " + at.getLineNr();
        Matcher place = PLACE.matcher(story);
        while (place.find()) {
            line = ", line " + place.group(1);
        }
        String problem = story.lines()
                .filter(each -> !each.isBlank() && !each.startsWith(" "))
                .collect(Collectors.joining(", "));
        return new UnusableTypeFile(file + line, problem);
    }
}
