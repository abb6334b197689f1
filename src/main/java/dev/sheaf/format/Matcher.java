package dev.sheaf.format;

import java.io.IOException;

/// Finds the matches of LZ77 (RFC 1951, section 4) in the XML of a sheet, and in CSV.
///
/// Between two references the XML of a row is that of the row before, or of an older one with the same value. So
/// for each cell there are three candidates, and each costs one comparison: the column's cell in the row before, the
/// last cell of the column with the same value, and for the markup alone the cell to the left, which has the same row
/// number. Only in what is left of a text a search is made, and only where a word begins. A match that was found takes
/// in what is equal in front of it, such as the end of a value whose beginning is new.
///
/// Positions are counted from the start of the segment and may overflow: they only tell distances, and every
/// candidate is compared byte by byte. Not thread safe.
final class Matcher {

    private static final int VALUE_BITS = 13;
    private static final int WORD_BITS = 12;
    private static final int WORD = 8;
    private static final int SHORT_WORD_BITS = 13;
    private static final int SHORT_WORD = 5;
    /// A shorter rest of a value is not worth the search.
    private static final int LONG_REST = 16;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final long BYTES = 0x0101_0101_0101_0101L;

    private final DeflateBlock block;
    private final int[] references = new int[Layout.MAX_COLUMNS + 1];
    private final int[] ends = new int[Layout.MAX_COLUMNS + 1];
    private final int[] values = new int[1 << VALUE_BITS];
    private final int[] words = new int[1 << WORD_BITS];
    private final int[] shortWords = new int[1 << SHORT_WORD_BITS];

    private byte[] bytes = {};
    private int to;
    /// The lowest index that holds bytes of this segment.
    private int lowest;
    /// What to add to an index to get a position.
    private int base;

    private long total;

    Matcher(DeflateBlock block) {
        this.block = block;
    }

    void match(byte[] buffer, int from, int end, Cells cells) throws IOException {
        bytes = buffer;
        to = end;
        lowest = (int) Math.max(from - total, Math.max(0, from - Symbols.MAX_DISTANCE));
        base = (int) total - from;
        total += end - from;
        int at = from;
        int left = -1;
        int leftEnd = from;
        int leftReference = -1;
        for (int index = 0; index < cells.count; index++) {
            int reference = cells.references[index];
            int valueEnd = cells.ends[index];
            if (reference < from || valueEnd > end) {
                continue;
            }
            int slot = cells.columns[index] + 1;
            if (at < reference) {
                at = markup(at, reference, slot, left, leftEnd);
            }
            if (at < valueEnd) {
                at = value(at, reference, cells.values[index], valueEnd, slot, leftReference);
            }
            if (at + LONG_REST < valueEnd) {
                at = words(at, valueEnd);
            }
            at = Math.max(at, valueEnd);
            references[slot] = reference + base;
            left = slot;
            leftEnd = valueEnd;
            leftReference = reference;
            ends[slot] = valueEnd + base;
        }
        if (at < end) {
            at = markup(at, end, 0, left, leftEnd);
        }
        if (at < end) {
            words(at, end);
        }
    }

    /// Between the value to the left and the digits: as in front of this column the last time, else as behind the
    /// column to the left.
    private int markup(int from, int reference, int slot, int left, int leftEnd) throws IOException {
        int at = from;
        if (reference - at > 256) {
            at = words(at, reference - 64);
            if (at >= reference) {
                return at;
            }
        }
        int old = references[slot] - (reference - at);
        int length = length(at, old);
        if (at + length < reference - 8 && left >= 0) {
            int other = ends[left] + (at - leftEnd);
            int otherLength = length(at, other);
            if (otherLength > length) {
                old = other;
                length = otherLength;
            }
        }
        if (length >= 4) {
            add(at, length, at + base - old);
            at += length;
            if (at < reference - 4) {
                old = references[slot] - (reference - at);
                length = length(at, old);
                if (length >= 4) {
                    add(at, length, at + base - old);
                    at += length;
                }
            }
        }
        return at;
    }

    private int value(int from, int reference, int value, int end, int slot, int leftReference) throws IOException {
        int at = from;
        int start = Math.max(at, reference);
        int old = references[slot] + (start - reference);
        int length = length(start, old);
        if (start + length < end && end + 8 <= to && end >= 8) {
            int hash = hash(value, end, slot);
            int same = values[hash] - (value - start);
            values[hash] = value + base;
            int sameLength = length(start, same);
            if (sameLength > length + 3) {
                length = sameLength;
                old = same;
            }
        }
        if (length >= 4 && start + length > value + 1) {
            add(start, length, start + base - old);
            return start + length;
        }
        if (leftReference >= 0 && at < value) {
            int near = leftReference + base - (reference - at);
            int nearLength = length(at, near);
            if (nearLength >= 4 && at + nearLength >= value) {
                add(at, nearLength, at + base - near);
                return at + nearLength;
            }
        }
        if (length >= 4) {
            add(start, length, start + base - old);
            return start + length;
        }
        return start;
    }

    /// Looks for the rest of a text at its spaces, points, slashes and such only; the one that ends what is matched
    /// already begins the next word.
    private int words(int from, int end) throws IOException {
        int at = Math.max(from - 1, lowest);
        int last = Math.min(end, to - 8);
        while (at < last) {
            long word = (long) Markup.WORDS.get(bytes, at);
            long marks = (word - BYTES * '0') & ~word & (BYTES << 7);
            if (marks == 0) {
                at += 8;
                continue;
            }
            int found = at + (Long.numberOfTrailingZeros(marks) >>> 3);
            at = found + 1;
            if (found >= last) {
                break;
            }
            word = (long) Markup.WORDS.get(bytes, found);
            int old = exchange(words, hash(word, WORD, WORD_BITS), found);
            int length = length(found, old);
            int shorter = exchange(shortWords, hash(word, SHORT_WORD, SHORT_WORD_BITS), found);
            if (length < WORD) {
                old = shorter;
                length = length(found, old);
            }
            if (length >= SHORT_WORD) {
                add(found, length, found + base - old);
                at = found + length - 1;
            }
        }
        return Math.max(block.to, end);
    }

    private int exchange(int[] table, int hash, int found) {
        int old = table[hash];
        table[hash] = found + base;
        return old;
    }

    /// Adds a match with what is equal in front of it, and without what the match before has already.
    private void add(int at, int length, int distance) throws IOException {
        int start = Math.max(at, block.to);
        while (start > block.to && start - distance > lowest && bytes[start - 1] == bytes[start - 1 - distance]) {
            start--;
        }
        block.match(start, at + length - start, distance);
    }

    private static int hash(long word, int length, int bits) {
        return (int) (((word << (64 - 8 * length)) * MIX) >>> (64 - bits));
    }

    private int hash(int value, int end, int slot) {
        long first = (long) Markup.WORDS.get(bytes, value);
        long last = 0;
        if (end - value < Long.BYTES) {
            first <<= (value - end) << 3;
        } else {
            last = (long) Markup.WORDS.get(bytes, end - Long.BYTES);
        }
        return (int) (((first * MIX ^ last) * MIX + (slot << 20 | (end - value)) * MIX) >>> (64 - VALUE_BITS));
    }

    /// How many bytes from an index on are those at an older position; 0 if that is out of reach.
    private int length(int at, int position) {
        int distance = at + base - position;
        if (distance <= 0 || distance > Math.min(Symbols.MAX_DISTANCE, at - lowest)) {
            return 0;
        }
        byte[] source = bytes;
        int index = at;
        while (index + 8 <= to) {
            long difference =
                    (long) Markup.WORDS.get(source, index) ^ (long) Markup.WORDS.get(source, index - distance);
            if (difference != 0) {
                return index + (Long.numberOfTrailingZeros(difference) >>> 3) - at;
            }
            index += 8;
        }
        while (index < to && source[index] == source[index - distance]) {
            index++;
        }
        return index - at;
    }
}
