package dev.sheaf.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Takes the groups of a facet in the order of their values and keeps those of the most rows, as many as [#MOST] groups
/// and [#MOST_CHARACTERS] allow. The others are added up as they fall out, so it needs little memory for any column.
///
/// A line is the number of rows, the value, the place of the currency and the measures; those of one value follow each
/// other.
final class LargestGroups implements RowSink {

    static final int MOST = 10_000;
    static final int MOST_CHARACTERS = 1 << 20;

    /// One more than a cell takes, so that the cell still shows that it was cut.
    private static final int LONGEST_VALUE = 32_768;

    private static final Comparator<Group> BY_SIZE =
            Comparator.comparingLong(Group::rows).thenComparing(Group::number, Comparator.reverseOrder());

    private final CurrenciesApart apart;
    private final PriorityQueue<Group> kept = new PriorityQueue<>(BY_SIZE);
    private final @Nullable String[] sumsOfOthers;
    private long others;
    private @Nullable Group largestOther;
    private long characters;
    private long rows;
    private long groups;
    private @Nullable String value;
    private @Nullable String[] sums;
    private long rowsOfValue;

    LargestGroups(CurrenciesApart apart) {
        this.apart = apart;
        sumsOfOthers = apart.nothing();
        sums = apart.nothing();
    }

    /// The `number`th of all, as a line of its value and its sums.
    private record Group(long number, long rows, String line) {}

    @Override
    public void row(byte[] copy, int from, int to) {
        List<@Nullable String> line = CopyLine.values(copy, from, to);
        if (groups == 0 || !Objects.equals(value, line.get(1))) {
            endGroup();
            groups++;
            value = line.get(1);
        }
        rowsOfValue += Long.parseLong(Objects.requireNonNull(line.getFirst()));
        apart.add(line.get(2), line.subList(3, line.size()), sums);
    }

    private void endGroup() {
        if (groups > 0) {
            keep(new Group(groups, rowsOfValue, line()));
        }
        rows += rowsOfValue;
        rowsOfValue = 0;
        sums = apart.nothing();
    }

    private String line() {
        var line = new ArrayList<@Nullable String>();
        line.add(value == null || value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE));
        line.addAll(Arrays.asList(sums));
        return CopyLine.of(line);
    }

    private void keep(Group group) {
        kept.add(group);
        characters += group.line.length();
        while (kept.size() > MOST || characters > MOST_CHARACTERS || isBelowOthers(kept.peek())) {
            Group smallest = kept.remove();
            characters -= smallest.line.length();
            others++;
            largestOther = isBelowOthers(smallest) ? largestOther : smallest;
            CurrenciesApart.add(CopyLine.values(smallest.line).subList(1, sums.length + 1), sumsOfOthers);
        }
    }

    private boolean isBelowOthers(@Nullable Group group) {
        return group != null && largestOther != null && BY_SIZE.compare(group, largestOther) < 0;
    }

    /// Once all lines are taken.
    Summary end(String totals, long rowsOfAll) {
        endGroup();
        if (rows != rowsOfAll) {
            throw new IllegalStateException("The groups of the facet %s hold %d rows instead of %d"
                    .formatted(apart.facet().name(), rows, rowsOfAll));
        }
        return new Summary(
                apart.facet(),
                kept.stream()
                        .sorted(Comparator.comparingLong(Group::number))
                        .map(Group::line)
                        .toList(),
                others == 0 ? null : new Summary.Others(others, CopyLine.of(Arrays.asList(sumsOfOthers))),
                totals,
                rows,
                apart.currencies());
    }
}
