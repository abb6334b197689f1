package dev.sheaf.format;

/// A row's 1-based number, kept as decimal digits in one word because it is written in front of every cell.
///
/// Holds up to 8 digits, of which a sheet needs 7. Not thread safe.
final class RowNumber {

    /// ASCII digits, the first one in the lowest byte.
    private long digits;

    private int length;

    RowNumber(long first) {
        for (long rest = first; rest > 0; rest /= 10) {
            digits = (digits << 8) | ('0' + rest % 10);
            length++;
        }
    }

    void increment() {
        long rest = digits;
        int last = (length - 1) * 8;
        while (last >= 0 && ((rest >>> last) & 0xFF) == '9') {
            rest -= 9L << last;
            last -= 8;
        }
        if (last < 0) {
            digits = (rest << 8) | '1';
            length++;
        } else {
            digits = rest + (1L << last);
        }
    }

    void put(Output out) {
        Markup.WORDS.set(out.bytes, out.at, digits);
        out.at += length;
    }
}
