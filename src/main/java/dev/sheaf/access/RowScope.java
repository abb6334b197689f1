package dev.sheaf.access;

/// Which rows may stand in a file: those of some publishers, and among them the deals of some.
///
/// It is stored with a report when it is asked for. A later viewer may have the file only if today's scope of
/// theirs contains the stored one.
public record RowScope(Publishers rows, Publishers deals) {

    public static final RowScope EVERYTHING = new RowScope(Publishers.all(), Publishers.all());

    public boolean contains(RowScope other) {
        return rows.contains(other.rows) && deals.contains(other.deals);
    }

    /// The part of this scope that belongs to `publishers`.
    public RowScope narrowedTo(Publishers publishers) {
        return new RowScope(rows.intersect(publishers), deals.intersect(publishers));
    }
}
