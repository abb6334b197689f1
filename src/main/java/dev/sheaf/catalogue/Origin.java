package dev.sheaf.catalogue;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The file that a type was read from, and the line of each of its keys.
///
/// Keys are named as people read them: `columns.id.sql`, `ranges.0.from`.
public final class Origin {

    private final String file;
    private final Map<String, Integer> lines;

    private Origin(String file, Map<String, Integer> lines) {
        this.file = file;
        this.lines = Map.copyOf(lines);
    }

    static Origin of(String file) {
        return new Origin(file, Map.of());
    }

    /// `yaml` must be well-formed.
    static Origin of(String file, String yaml, YAMLMapper mapper) {
        var lines = new HashMap<String, Integer>();
        try (JsonParser parser = mapper.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String pointer = parser.streamReadContext().pathAsPointer().toString();
                if (!pointer.isEmpty()) {
                    lines.putIfAbsent(
                            pointer.substring(1).replace('/', '.'),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        }
        return new Origin(file, lines);
    }

    public String file() {
        return file;
    }

    /// What is wrong at `path`; the line is that of the nearest key around it.
    public UnusableTypeFile unusable(String path, String problem) {
        Integer line = lines.get(path);
        for (String at = path; line == null && at.contains("."); line = lines.get(at)) {
            at = at.substring(0, at.lastIndexOf('.'));
        }
        return new UnusableTypeFile(line == null ? file : file + ", line " + line, path + " " + problem);
    }
}
