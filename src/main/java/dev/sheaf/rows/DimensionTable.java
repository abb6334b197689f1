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

    /// So many slots are one line of a processor's cache.
    private static final int LINE = 4;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /// Bytes behind every group that may be read with it.
    static final int SLACK = 16;

    private static final byte[] NULL = {'\\', 'N'};

    private final List<Integer> groups;
    private final long limit;
    /// Each row: where its key and its groups end, as integers, and then these, a tab behind each.
    private byte[] bytes = new byte[1024];
    private int length = 1;
    /// In each slot the [#word] of a row's key, or 0, and the place of the row.
    private long[] slots = new long[2 * LINE * LINE];
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
        makeRoom(key - row + to - from + 1 + SLACK);
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
        if (4 * rows > slots.length) {
            enlarge();
        }
        add(word(bytes, key, keyEnd(row)), keyEnd(row) - key, row);
        if (Arrays.equals(bytes, key, keyEnd(row), NULL, 0, NULL.length)) {
            ofNull = row;
        }
    }

    /// How many bytes of memory it takes.
    long size() {
        return bytes.length + (long) Long.BYTES * slots.length;
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
        long[] before = slots;
        slots = new long[2 * before.length];
        for (int at = 0; at < before.length; at += 2) {
            if (before[at] != 0) {
                int row = (int) before[at + 1];
                add(before[at], keyEnd(row) - key(row), row);
            }
        }
    }

    private void add(long word, int keyLength, int row) {
        int at = slot(word, keyLength);
        while (slots[at] != 0) {
            at = next(at);
        }
        slots[at] = word;
        slots[at + 1] = row;
    }

    private int lookUp(byte[] copy, int from, int to) {
        long word = word(copy, from, to);
        for (int at = slot(word, to - from); slots[at] != 0; at = next(at)) {
            if (slots[at] == word && hasKey((int) slots[at + 1], copy, from, to)) {
                return (int) slots[at + 1];
            }
        }
        return MISSING;
    }

    private int next(int slot) {
        return (slot + 2) & (slots.length - 1);
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

    /// The slot where to begin. Numbers that follow each other begin in the same line: the last bits of their last
    /// digit only say where in it.
    private int slot(long word, int keyLength) {
        int last = Byte.SIZE * (Math.clamp(keyLength, 1, Long.BYTES) - 1);
        int inLine = (int) (word >>> last) & (LINE - 1);
        long line = mixed(word & ~((long) (LINE - 1) << last));
        return ((((int) line & -LINE) | inLine) << 1) & (slots.length - 1);
    }

    /// A step of SplitMix64: all bits of the result depend on all of `word`.
    private static long mixed(long word) {
        long mixed = (word ^ (word >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
