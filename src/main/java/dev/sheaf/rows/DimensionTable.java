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
    private static final int LINE = 8;

    /// Of a slot, what tells keys apart.
    private static final long TAG = -1L << Integer.SIZE;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Bytes behind every group that may be read with it.
    static final int SLACK = 16;

    /// Rows lie in chunks, which are no longer than that unless one row is: a heap that is nearly full may have no room
    /// for one large array.
    private static final int CHUNK_BITS = 17;

    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST_CHUNK = 1 << 10;

    private static final byte[] NULL = {'\\', 'N'};

    private final List<Integer> groups;
    private final long limit;
    /// Each row: where in the chunk its key and its groups end, as integers, and then these, a tab behind each.
    private byte[][] chunks = {new byte[FIRST_CHUNK]};
    private byte[] chunk = chunks[0];
    private int length = 1;
    private long held = FIRST_CHUNK;
    /// In each slot the place of a row, and above it half of the hash of its key; or 0.
    private long[] slots = new long[LINE * LINE];
    private int rows;
    private int ofNull = MISSING;

    /// `groups` tells how many columns each has.
    DimensionTable(List<Integer> groups, long limit) {
        this.groups = List.copyOf(groups);
        this.limit = limit;
    }

    @Override
    public void row(byte[] copy, int from, int to) {
        makeRoom(key(0) + to - from + 1 + SLACK);
        int at = length;
        int key = key(at);
        System.arraycopy(copy, from, chunk, key, to - from);
        length = key + to - from;
        int end = Fields.end(chunk, key, length, 1);
        INT.set(chunk, at, end);
        for (int group = 0; group < groups.size(); group++) {
            end = Fields.end(chunk, end + 1, length, groups.get(group));
            INT.set(chunk, at + Integer.BYTES * (group + 1), end);
        }
        chunk[length++] = '\t';
        int row = (chunks.length - 1) << CHUNK_BITS | at;
        rows++;
        if (2 * rows > slots.length) {
            enlarge();
        }
        add(row);
        if (Arrays.equals(chunk, key, keyEnd(chunk, at), NULL, 0, NULL.length)) {
            ofNull = row;
        }
    }

    /// How many bytes of memory it takes.
    long size() {
        return held + (long) Long.BYTES * slots.length;
    }

    /// The place of the row that has the key `copy[from..to)`, or else of that for NULL; [#MISSING] without any.
    int find(byte[] copy, int from, int to) {
        int row = lookUp(copy, from, to);
        return row == MISSING ? ofNull : row;
    }

    /// What holds the groups of a row.
    byte[] bytes(int row) {
        return chunks[row >>> CHUNK_BITS];
    }

    /// Where a group of a row begins in its bytes.
    static int start(byte[] bytes, int row, int group) {
        return (int) INT.get(bytes, at(row) + Integer.BYTES * group) + 1;
    }

    static int end(byte[] bytes, int row, int group) {
        return (int) INT.get(bytes, at(row) + Integer.BYTES * (group + 1));
    }

    private static int at(int row) {
        return row & (CHUNK - 1);
    }

    private int key(int at) {
        return at + Integer.BYTES * (1 + groups.size());
    }

    private static int keyEnd(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    private void makeRoom(int more) {
        if (length + more > chunk.length) {
            int size = Math.max(more, Math.min(2 * chunk.length, CHUNK));
            take(size);
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            chunk = new byte[size];
            chunks[chunks.length - 1] = chunk;
            length = 0;
            held += size;
        }
    }

    private void take(long more) {
        if (size() + more > limit) {
            throw new TooLarge();
        }
    }

    private void enlarge() {
        long[] before = slots;
        take((long) Long.BYTES * before.length);
        slots = new long[2 * before.length];
        for (long slot : before) {
            if (slot != 0) {
                add((int) slot);
            }
        }
    }

    private void add(int row) {
        byte[] bytes = bytes(row);
        int key = key(at(row));
        int end = keyEnd(bytes, at(row));
        long hash = hash(word(bytes, key, end), end - key);
        int at = slot(hash);
        while (slots[at] != 0) {
            at = slot(at + 1);
        }
        slots[at] = (hash & TAG) | row;
    }

    private int lookUp(byte[] copy, int from, int to) {
        long word = word(copy, from, to);
        long hash = hash(word, to - from);
        for (int at = slot(hash); slots[at] != 0; at = slot(at + 1)) {
            int row = (int) slots[at];
            if (((slots[at] ^ hash) & TAG) == 0 && hasKey(row, word, copy, from, to)) {
                return row;
            }
        }
        return MISSING;
    }

    private int slot(long hash) {
        return (int) hash & (slots.length - 1);
    }

    private boolean hasKey(int row, long word, byte[] copy, int from, int to) {
        byte[] bytes = bytes(row);
        int key = key(at(row));
        int end = keyEnd(bytes, at(row));
        return end - key == to - from
                && (to - from <= Long.BYTES
                        ? word(bytes, key, end) == word
                        : Arrays.equals(bytes, key, end, copy, from, to));
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

    /// Its last bits are the slot where to begin. Numbers that follow each other begin in the same line: the last
    /// bits of their last digit only say where in that.
    private static long hash(long word, int keyLength) {
        int lastDigit = Byte.SIZE * (Math.clamp(keyLength, 1, Long.BYTES) - 1);
        long inLine = (word >>> lastDigit) & (LINE - 1);
        long line = mixed(word & ~((LINE - 1L) << lastDigit)) & -LINE;
        return (line | inLine) ^ Long.reverse(inLine);
    }

    /// A step of SplitMix64: all bits of the result depend on all of `word`.
    private static long mixed(long word) {
        long mixed = (word ^ (word >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
