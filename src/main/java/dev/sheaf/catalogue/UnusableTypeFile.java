package dev.sheaf.catalogue;

/// A report type file that cannot be used. The message names the file and the rule.
public final class UnusableTypeFile extends RuntimeException {

    UnusableTypeFile(String file, String problem) {
        super("Report type file " + file + ": " + problem);
    }
}
