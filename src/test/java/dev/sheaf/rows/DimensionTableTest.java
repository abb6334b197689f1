package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Rows are found again by their keys, and no others.
class DimensionTableTest {

    private static final long ENOUGH = 64L << 20;

    /// As COPY writes them: numbers, and texts that share their beginnings or ends.
    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.integers().between(0, 2000).map(String::valueOf),
                Arbitraries.integers().between(0, 60).map(shift -> String.valueOf(1L << shift)),
                Arbitraries.strings().withChars("ab\u00e4\u20ac \u0001").ofMaxLength(20),
                Arbitraries.strings().withChars("xy").ofMaxLength(3).map(text -> "the same for all, " + text),
                Arbitraries.strings().withChars("xy").ofMaxLength(3).map(text -> text + ", the same for all"));
    }

    @Provide
    Arbitrary<Map<String, String>> rows() {
        return Arbitraries.maps(keys(), Arbitraries.strings().withChars("vw\\").ofMaxLength(12))
                .ofMaxSize(300);
    }

    @Property(tries = 300)
    void everyKeyFindsItsRow(@ForAll("rows") Map<String, String> rows, @ForAll("keys") String other) {
        var table = new DimensionTable(List.of(1, 2), ENOUGH);
        rows.forEach((key, value) -> add(table, "%s\tfirst %s\t\t%s".formatted(key, value, value)));

        rows.forEach(
                (key, value) -> assertThat(found(table, 2, key)).isEqualTo("first %s|\t%s".formatted(value, value)));
        assumeThat(rows).doesNotContainKey(other);
        assertThat(find(table, other)).isEqualTo(DimensionTable.MISSING);
    }

    @Property(tries = 50)
    void whatIsNotFoundIsTheRowOfNull(@ForAll("rows") Map<String, String> rows, @ForAll("keys") String other) {
        assumeThat(rows).doesNotContainKey(other);
        var table = new DimensionTable(List.of(1, 2), ENOUGH);
        rows.forEach((key, value) -> add(table, "%s\t%s\t\t".formatted(key, value)));
        add(table, "\\N\t\\N\tf\t\\N");

        assertThat(found(table, 2, other)).isEqualTo(found(table, 2, "\\N")).isEqualTo("\\N|f\t\\N");
    }

    /// Numbers in a row, and those that only differ in high bits.
    @Example
    void largeTablesFindEveryKey() {
        for (long step : new long[] {1, 1 << 20}) {
            var table = new DimensionTable(List.of(1), ENOUGH);
            long[] keys = LongStream.range(0, 100_000).map(i -> i * step).toArray();
            for (long key : keys) {
                add(table, key + "\tvalue " + key);
            }
            for (long key : keys) {
                assertThat(found(table, 1, "" + key)).isEqualTo("value " + key);
            }
        }
    }

    @Example
    void rowsMayBeLong() {
        var table = new DimensionTable(List.of(1), ENOUGH);
        for (int length = 1; length < 1_000_000; length *= 3) {
            add(table, length + "\t" + "x".repeat(length));
        }

        for (int length = 1; length < 1_000_000; length *= 3) {
            assertThat(found(table, 1, "" + length)).isEqualTo("x".repeat(length));
        }
    }

    @Example
    void aTableTakesNoMoreMemoryThanItMay() {
        var table = new DimensionTable(List.of(1), 100_000);

        assertThatThrownBy(() -> LongStream.range(0, 100_000).forEach(key -> add(table, key + "\tvalue")))
                .isInstanceOf(DimensionTable.TooLarge.class);
        assertThat(table.size()).isBetween(50_000L, 100_000L);
    }

    @Property
    void fieldsEndAtTheirTabs(
            @ForAll("fields") List<String> fields,
            @ForAll @IntRange(max = 9) int before,
            @ForAll @IntRange(max = 9) int after) {
        String row = String.join("\t", fields);
        byte[] bytes = ("\t".repeat(before) + row + "\t".repeat(after)).getBytes(StandardCharsets.UTF_8);
        int to = bytes.length - after;

        for (int count = 1; count <= fields.size(); count++) {
            int end = Fields.end(bytes, before, to, count);
            assertThat(new String(bytes, before, end - before, StandardCharsets.UTF_8))
                    .isEqualTo(String.join("\t", fields.subList(0, count)));
        }
        assertThat(Fields.end(bytes, before, to, fields.size() + 1)).isEqualTo(to);
    }

    @Provide
    Arbitrary<List<String>> fields() {
        return Arbitraries.strings()
                .withChars("a\u0008\u000b\u0089\u20ac\u2009")
                .ofMaxLength(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    private static void add(DimensionTable table, String row) {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        table.row(bytes, 0, bytes.length);
    }

    /// At the very end of an array, and with something behind it.
    private static int find(DimensionTable table, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] more = Arrays.copyOf(bytes, bytes.length + 9);
        Arrays.fill(more, bytes.length, more.length, (byte) '7');
        int found = table.find(bytes, 0, bytes.length);
        assertThat(table.find(more, 0, bytes.length)).isEqualTo(found);
        return found;
    }

    private static String found(DimensionTable table, int groups, String key) {
        int row = find(table, key);
        assertThat(row).as(key).isNotEqualTo(DimensionTable.MISSING);
        byte[] bytes = table.bytes(row);
        return IntStream.range(0, groups)
                .mapToObj(group -> new String(
                        bytes,
                        DimensionTable.start(bytes, row, group),
                        DimensionTable.end(bytes, row, group) - DimensionTable.start(bytes, row, group),
                        StandardCharsets.UTF_8))
                .collect(Collectors.joining("|"));
    }
}
