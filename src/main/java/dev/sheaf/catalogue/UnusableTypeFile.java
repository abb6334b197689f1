package dev.sheaf.catalogue;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/// A report type file that cannot be used. The message names file, line and rule, and says how to mend it.
public final class UnusableTypeFile extends FailureAnalyzedException {

    UnusableTypeFile(String file, String problem) {
        super("Report type file " + file + ": " + problem, null);
    }
}
