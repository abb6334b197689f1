package dev.sheaf.catalogue;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.node.ObjectNode;

/// Type files as tests of other packages write them.
public final class TypeFiles {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private TypeFiles() {}

    /// What an operator asks for with `body`, which must be without fault.
    public static ReportRequest request(ReportType type, ObjectNode body) {
        var violations = new Violations();
        ReportRequest request =
                new RequestCheck(type, RowScope.EVERYTHING, Standing.OPERATOR, false, CLOCK, violations).check(body);
        if (!violations.none()) {
            throw new IllegalArgumentException(body + ": " + violations.all());
        }
        return request;
    }

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
