package dev.sheaf.embedded;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/// Why the embedded servers cannot start, as one sentence for the person who starts Sheaf.
///
/// Spring Boot prints the sentence in place of a stack trace. It never holds a password.
final class CannotStart extends FailureAnalyzedException {

    CannotStart(String sentence) {
        super(sentence, null);
    }

    CannotStart(String sentence, Throwable cause) {
        super(sentence, null, cause);
    }
}
