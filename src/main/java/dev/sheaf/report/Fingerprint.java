package dev.sheaf.report;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.catalogue.ReportRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What makes two requests of one caller the same: type, canonical parameters and row scope, as a SHA-256.
final class Fingerprint {

    private Fingerprint() {}

    static byte[] of(ReportRequest request) {
        String text =
                String.join("\n", request.type().name(), request.parameters().toString(), text(request.scope()));
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static String text(RowScope scope) {
        return text(scope.rows()) + " " + text(scope.deals());
    }

    private static String text(Publishers publishers) {
        return switch (publishers) {
            case Publishers.All _ -> "all";
            case Publishers.Only only -> only.ids().toString();
        };
    }
}
