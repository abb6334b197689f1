package dev.sheaf.web.api;

import dev.sheaf.report.ReportId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Where a page of a list ended, as callers carry it: opaque to them, and free to change.
final class Cursor {

    private static final String PREFIX = "before:";

    private Cursor() {}

    static String after(ReportId last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + last.value()).getBytes(StandardCharsets.US_ASCII));
    }

    /// Empty for a text that was never handed out.
    static Optional<ReportId> parse(String text) {
        try {
            String cursor = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
            return cursor.startsWith(PREFIX) ? ReportId.parse(cursor.substring(PREFIX.length())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
