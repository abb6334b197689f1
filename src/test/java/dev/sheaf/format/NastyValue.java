package dev.sheaf.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One case of `nasty-values.yaml`, where the fields are explained.
record NastyValue(
        String name,
        ValueType type,
        String copy,
        String csv,
        String words,
        @Nullable String text,
        @Nullable String number,
        @Nullable Boolean bool,
        @Nullable Boolean guarded,
        @Nullable String altered) {

    private static final String FILE = "/format/nasty-values.yaml";

    static Stream<NastyValue> all() {
        try (InputStream file = Objects.requireNonNull(NastyValue.class.getResourceAsStream(FILE), FILE)) {
            return new YAMLMapper().readValue(file, new TypeReference<List<NastyValue>>() {}).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The value in front of a text that shows where its field ends.
    TestFile file(FileFormat format) {
        byte[] row = (copy + "\tend\n").getBytes(StandardCharsets.UTF_8);
        return TestFile.ofCopy(format, TestFile.layout(type, ValueType.TEXT), List.of(row), 1);
    }

    long alteredIn(FileFormat format) {
        return altered != null && (altered.equals("both") || altered.equals(format.extension())) ? 1 : 0;
    }

    boolean isGuarded() {
        return guarded != null && guarded;
    }

    @Override
    public String toString() {
        return name;
    }
}
