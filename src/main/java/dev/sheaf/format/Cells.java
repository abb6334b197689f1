package dev.sheaf.format;

/// Where the cells of the bytes that wait for the deflater stand, as the writer tells it.
///
/// These are hints and may be wrong: what does not fit together is left out here, and the matcher compares all bytes
/// before it believes one. Not thread safe.
final class Cells {

    /// The column in whose place a row's own opening tag is remembered.
    static final int ROW = -1;

    private static final int CAPACITY = 16 * 1024;

    final int[] columns = new int[CAPACITY];
    /// Behind the digits of a cell's reference.
    final int[] references = new int[CAPACITY];
    /// The value without its markup.
    final int[] values = new int[CAPACITY];

    final int[] ends = new int[CAPACITY];
    int count;
    private int last;

    void add(int column, int reference, int value, int end) {
        boolean possible = column >= ROW && column < Layout.MAX_COLUMNS;
        if (possible && count < CAPACITY && reference >= last && value >= reference && end >= value) {
            columns[count] = column;
            references[count] = reference;
            values[count] = value;
            ends[count++] = end;
            last = end;
        }
    }

    void clear() {
        count = 0;
        last = 0;
    }
}
