package dev.sheaf.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// The rows of a [Dimension], found by their key: a hash table over the bytes of COPY.
///
/// First it takes rows, the key first; once all are there, any number of threads may look up. Columns that follow
/// each other in the file are kept together, as a group.
final class DimensionTable implements RowSink {

    /// The table takes more memory than it may.
    static final class TooLarge extends RuntimeException {
        TooLarge() {
            super("A joined table is larger than PostgreSQL expected");
        }
    }

    /// Not the place of any row.
    static final int MISSING = 0;

    private static final int LINE = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NULL = {'\\', 'N'};

    private final List<Integer> groups;
    private final long limit;
    /// Each row: where its key and its groups end, as integers, and then these, a tab behind each.
    private byte[] bytes = new byte[1024];
    private int length = 1;
    /// The [#word] of the key of each row, and the place of the row; 0 where there is none.
    private long[] words = new long[LINE * LINE];
    private int[] places = new int[words.length];
    private int rows;
    private int ofNull = MISSING;

    /// `groups` tells how many columns each has.
    DimensionTable(List<Integer> groups, long limit) {
        this.groups = List.copyOf(groups);
        this.limit = limit;
    }

    @Override
    public void row(byte[] copy, int from, int to) {
        int row = length;
        int key = key(row);
        makeRoom(key - row + to - from + 1);
        System.arraycopy(copy, from, bytes, key, to - from);
        length = key + to - from;
        int end = Fields.end(bytes, key, length, 1);
        INT.set(bytes, row, end);
        for (int group = 0; group < groups.size(); group++) {
            end = Fields.end(bytes, end + 1, length, groups.get(group));
            INT.set(bytes, row + Integer.BYTES * (group + 1), end);
        }
        bytes[length++] = '\t';
        rows++;
        if (2 * rows > words.length) {
            enlarge();
        }
        add(word(bytes, key, keyEnd(row)), keyEnd(row) - key, row);
        if (Arrays.equals(bytes, key, keyEnd(row), NULL, 0, NULL.length)) {
            ofNull = row;
        }
    }

    /// How many bytes of memory it takes.
    long size() {
        return bytes.length + (long) Long.BYTES * words.length + (long) Integer.BYTES * places.length;
    }

    /// The place of the row that has the key `copy[from..to)`, or else of that for NULL; [#MISSING] without any.
    int find(byte[] copy, int from, int to) {
        int row = lookUp(copy, from, to);
        return row == MISSING ? ofNull : row;
    }

    /// Where a group of a row begins in [#bytes()].
    int start(int row, int group) {
        return (int) INT.get(bytes, row + Integer.BYTES * group) + 1;
    }

    int end(int row, int group) {
        return (int) INT.get(bytes, row + Integer.BYTES * (group + 1));
    }

    byte[] bytes() {
        return bytes;
    }

    private int key(int row) {
        return row + Integer.BYTES * (1 + groups.size());
    }

    private int keyEnd(int row) {
        return (int) INT.get(bytes, row);
    }

    private void makeRoom(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        if (size() > limit) {
            throw new TooLarge();
        }
    }

    private void enlarge() {
        long[] before = words;
        int[] placesBefore = places;
        words = new long[2 * before.length];
        places = new int[words.length];
        for (int at = 0; at < before.length; at++) {
            if (before[at] != 0) {
                int row = placesBefore[at];
                add(before[at], keyEnd(row) - key(row), row);
            }
        }
    }

    private void add(long word, int keyLength, int row) {
        int at = slot(word, keyLength);
        while (words[at] != 0) {
            at = (at + 1) & (words.length - 1);
        }
        words[at] = word;
        places[at] = row;
    }

    private int lookUp(byte[] copy, int from, int to) {
        long word = word(copy, from, to);
        for (int at = slot(word, to - from); words[at] != 0; at = (at + 1) & (words.length - 1)) {
            if (words[at] == word && hasKey(places[at], copy, from, to)) {
                return places[at];
            }
        }
        return MISSING;
    }

    /// Of keys with the same word.
    private boolean hasKey(int row, byte[] copy, int from, int to) {
        int key = key(row);
        int end = keyEnd(row);
        return end - key == to - from && (to - from <= Long.BYTES || Arrays.equals(bytes, key, end, copy, from, to));
    }

    /// What stands for a key: all of it if it has one byte to eight, else a mixture; never 0.
    private static long word(byte[] copy, int from, int to) {
        int length = to - from;
        if (length > Long.BYTES) {
            long word = length;
            for (int at = from; at < to - Long.BYTES; at += Long.BYTES) {
                word = mixed(word ^ (long) LONG.get(copy, at));
            }
            return mixed(word ^ (long) LONG.get(copy, to - Long.BYTES)) | 1;
        }
        if (length == 0) {
            return 1;
        }
        if (from + Long.BYTES <= copy.length) {
            return (long) LONG.get(copy, from) & (-1L >>> (Long.SIZE - Byte.SIZE * length));
        }
        long word = 0;
        for (int at = to - 1; at >= from; at--) {
            word = (word << Byte.SIZE) | (copy[at] & 0xFF);
        }
        return word;
    }

    /// The slot where to begin. Numbers that follow each other begin in the same eight, so in one line of a processor's
    /// cache: the last three bits of their last digit only say where in it.
    private int slot(long word, int keyLength) {
        int last = Byte.SIZE * (Math.clamp(keyLength, 1, Long.BYTES) - 1);
        int inLine = (int) (word >>> last) & (LINE - 1);
        long line = mixed(word & ~((long) (LINE - 1) << last));
        return ((int) line & (words.length - 1) & -LINE) | inLine;
    }

    /// A step of SplitMix64: all bits of the result depend on all of `word`.
    private static long mixed(long word) {
        long mixed = (word ^ (word >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
