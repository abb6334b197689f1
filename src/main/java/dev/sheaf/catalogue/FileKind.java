package dev.sheaf.catalogue;

/// The two kinds of file that a report type can give.
public enum FileKind {
    CSV,
    XLSX
}
