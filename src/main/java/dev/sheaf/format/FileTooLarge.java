package dev.sheaf.format;

/// A sheet has outgrown what Excel files can hold: 4 GiB of XML, be it packed or not.
///
/// Trying again does not help; fewer rows per sheet or fewer columns do.
public final class FileTooLarge extends RuntimeException {

    private final int sheet;
    private final long bytes;
    private final long compressed;

    FileTooLarge(int sheet, long bytes, long compressed) {
        super("Sheet %d has %d bytes of XML (%d compressed), and Excel files hold less than 4 GiB in a sheet"
                .formatted(sheet, bytes, compressed));
        this.sheet = sheet;
        this.bytes = bytes;
        this.compressed = compressed;
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
}
