package dev.sheaf.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ByteArrayResource;

/// Type files as tests of other packages write them.
public final class TypeFiles {

    private TypeFiles() {}

    /// The type that a file named `name` with `text` in it declares.
    public static ReportType read(String name, String text) {
        try {
            return TypeFile.read(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
                @Override
                public String getFilename() {
                    return name;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
