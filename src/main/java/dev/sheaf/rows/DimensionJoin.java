package dev.sheaf.rows;

import dev.sheaf.rows.PartQuery.Group;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Makes whole rows of those that a [PartQuery] reads: what was looked up stands where the file has it. Made once per
/// reading; not thread safe.
final class DimensionJoin implements RowSink {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Group[] groups;
    /// The last of them that the database sends, which is all that is left of a row.
    private final int lastSent;
    private final DimensionTable[] tables;
    private final int[] found;
    private final RowSink sink;
    private byte[] row = new byte[4096];
    private int length;
    private long leftOut;

    DimensionJoin(List<Group> groups, List<DimensionTable> tables, RowSink sink) {
        this.groups = groups.toArray(Group[]::new);
        this.lastSent = lastSent(groups);
        this.tables = tables.toArray(DimensionTable[]::new);
        this.found = new int[tables.size()];
        this.sink = sink;
    }

    private static int lastSent(List<Group> groups) {
        for (int i = groups.size() - 1; i >= 0; i--) {
            if (groups.get(i).dimension() == Group.SENT) {
                return i;
            }
        }
        return Group.SENT;
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        int at = from;
        for (int i = 0; i < tables.length; i++) {
            int end = Fields.end(copy, at, to, 1);
            found[i] = tables[i].find(copy, at, end);
            if (found[i] == DimensionTable.MISSING) {
                leftOut++;
                return;
            }
            at = end + 1;
        }
        join(copy, at, to);
        sink.row(row, 0, length);
    }

    /// How many rows found nothing where they have to.
    long leftOut() {
        return leftOut;
    }

    private void join(byte[] copy, int from, int to) {
        int at = from;
        length = 0;
        for (int i = 0; i < groups.length; i++) {
            Group group = groups[i];
            if (i > 0) {
                row[length++] = '\t';
            }
            if (group.dimension() == Group.SENT) {
                int end = i == lastSent ? to : Fields.end(copy, at, to, group.columns());
                add(copy, at, end);
                at = end + 1;
            } else {
                int entry = found[group.dimension()];
                byte[] bytes = tables[group.dimension()].bytes(entry);
                addShort(
                        bytes,
                        DimensionTable.start(bytes, entry, group.place()),
                        DimensionTable.end(bytes, entry, group.place()));
            }
        }
    }

    /// Up to 16 bytes at once, which is most names; what stands behind them is overwritten by what follows.
    private void addShort(byte[] bytes, int from, int to) {
        if (to - from > DimensionTable.SLACK || length + DimensionTable.SLACK >= row.length) {
            add(bytes, from, to);
            return;
        }
        LONG.set(row, length, (long) LONG.get(bytes, from));
        LONG.set(row, length + Long.BYTES, (long) LONG.get(bytes, from + Long.BYTES));
        length += to - from;
    }

    /// Leaves room for the tab behind it.
    private void add(byte[] bytes, int from, int to) {
        int more = to - from;
        if (length + more >= row.length) {
            row = Arrays.copyOf(row, 2 * (length + more) + 1);
        }
        System.arraycopy(bytes, from, row, length, more);
        length += more;
    }
}
