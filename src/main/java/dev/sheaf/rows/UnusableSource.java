package dev.sheaf.rows;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/// Why Sheaf cannot start with the sources that its settings and type files name, as one sentence without a secret.
final class UnusableSource extends FailureAnalyzedException {

    UnusableSource(String sentence) {
        super(sentence, null);
    }
}
