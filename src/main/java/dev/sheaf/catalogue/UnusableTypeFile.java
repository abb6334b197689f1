package dev.sheaf.catalogue;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/// A report type file that cannot be used. The message names the file and the rule.
public final class UnusableTypeFile extends FailureAnalyzedException {

    UnusableTypeFile(String file, String problem) {
        super("Report type file " + file + ": " + problem, null);
    }
}
