package dev.sheaf.format;

/// A sheet has outgrown what Excel files can hold: 4 GiB of XML, be it packed or not.
///
/// Trying again does not help; fewer rows per sheet or fewer columns do.
public final class FileTooLarge extends RuntimeException {

    FileTooLarge(String message) {
        super(message);
    }
}
