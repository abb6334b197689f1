package dev.sheaf.format;

/// A sheet has outgrown what Excel files can hold: 4 GiB of XML, be it packed or not.
///
/// The same rows do not fit a second time; fewer in a sheet do, or fewer columns.
public final class FileTooLarge extends RuntimeException {

    private final long rowsThatFit;

    FileTooLarge(String message, long rowsThatFit) {
        super(message);
        this.rowsThatFit = rowsThatFit;
    }

    /// So many rows like the largest among those seen fit into a sheet wherever it begins.
    public long rowsThatFit() {
        return rowsThatFit;
    }
}
