package dev.sheaf.format;

/// A sheet has outgrown what Excel files can hold: 4 GiB of XML, be it packed or not.
///
/// The same rows do not fit a second time; fewer in a sheet do, or fewer columns.
public final class FileTooLarge extends RuntimeException {

    private final int sheet;
    private final long bytes;
    private final long compressed;
    private final long rowsThatFit;

    FileTooLarge(int sheet, long bytes, long compressed, long rowsThatFit) {
        super("Sheet %d has %d bytes of XML (%d compressed), and Excel files hold less than 4 GiB in a sheet"
                .formatted(sheet, bytes, compressed));
        this.sheet = sheet;
        this.bytes = bytes;
        this.compressed = compressed;
        this.rowsThatFit = rowsThatFit;
    }

    public int sheet() {
        return sheet;
    }

    public long bytes() {
        return bytes;
    }

    public long compressed() {
        return compressed;
    }

    /// So many rows like the largest among those seen fit into a sheet wherever it begins.
    public long rowsThatFit() {
        return rowsThatFit;
    }
}
