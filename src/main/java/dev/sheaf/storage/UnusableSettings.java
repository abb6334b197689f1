package dev.sheaf.storage;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/// Why Sheaf cannot start with the bucket that its settings name, as one sentence that names the setting.
///
/// Spring Boot prints the sentence in place of a stack trace. It never holds a secret.
final class UnusableSettings extends FailureAnalyzedException {

    UnusableSettings(String sentence) {
        super(sentence, null);
    }

    UnusableSettings(String sentence, Throwable cause) {
        super(sentence, null, cause);
    }
}
