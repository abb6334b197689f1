package dev.sheaf.catalogue;

import dev.sheaf.access.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// The report types that this server offers, by name.
public final class ReportTypes {

    private final SortedMap<String, ReportType> byName;

    private ReportTypes(Map<String, ReportType> byName) {
        this.byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    /// Reads the types that ship with the product and those in the operator's folders; of two with one name, the
    /// operator's counts.
    ///
    /// @throws UnusableTypeFile with the file and the rule it breaks
    static ReportTypes load(List<Path> folders) {
        var types = new TreeMap<String, ReportType>();
        try {
            read(
                    List.of(new PathMatchingResourcePatternResolver().getResources("classpath*:report-types/*.yaml")),
                    types);
            var files = new ArrayList<Resource>();
            for (Path folder : folders) {
                files.addAll(yamlIn(folder));
            }
            read(files, types);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the report types", e);
        }
        return new ReportTypes(types);
    }

    /// The types first, whatever the files are called: texts need the type that they are for.
    private static void read(List<Resource> files, Map<String, ReportType> types) throws IOException {
        for (Resource file : files) {
            if (!TranslationFile.is(file)) {
                ReportType type = TypeFile.read(file);
                types.put(type.name(), type);
            }
        }
        for (Resource file : files) {
            if (TranslationFile.is(file)) {
                TranslationFile.read(file, types);
            }
        }
    }

    private static List<FileSystemResource> yamlIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UnusableTypeFile(folder.toString(), "is not a folder; sheaf.report-types must name folders");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(FileSystemResource::new)
                    .toList();
        }
    }

    public Optional<ReportType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Those that somebody of `standing` is told of.
    public List<ReportType> offeredTo(Standing standing) {
        return byName.values().stream().filter(type -> type.isFor(standing)).toList();
    }

    public Collection<ReportType> all() {
        return byName.values();
    }
}
