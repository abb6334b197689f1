package dev.sheaf.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads the cases of a behaviour from a YAML list in the test resources. A case is a record that prints its name.
public final class Cases {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Cases() {}

    public static <T> Stream<T> read(String file, Class<T> type) {
        try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(file), file)) {
            return YAML.readerForListOf(type).<List<T>>readValue(in).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
