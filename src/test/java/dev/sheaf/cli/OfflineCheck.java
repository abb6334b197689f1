package dev.sheaf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What `bin/sheaf verify` says of a file, for tests elsewhere.
public final class OfflineCheck {

    private OfflineCheck() {}

    /// Passes if `file` is whole.
    ///
    /// @param manifest as the API gives it
    /// @throws AssertionError unless `file` is what `manifest` tells of
    public static void of(Path file, JsonNode manifest) throws IOException {
        Path saved = Files.writeString(file.resolveSibling("manifest.json"), manifest.toString());
        var out = new ByteArrayOutputStream();
        try (var print = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            int exit = new Verify().run(List.of(file.toString(), saved.toString()), print, print);
            print.flush();
            assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
        }
        Files.delete(saved);
    }
}
