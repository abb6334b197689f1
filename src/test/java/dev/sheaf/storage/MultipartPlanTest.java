package dev.sheaf.storage;

import static dev.sheaf.storage.MultipartPlan.LONGEST_PART;
import static dev.sheaf.storage.MultipartPlan.SHORTEST_PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.storage.MultipartPlan.Copied;
import dev.sheaf.storage.MultipartPlan.Range;
import dev.sheaf.storage.MultipartPlan.Size;
import dev.sheaf.storage.MultipartPlan.Step;
import dev.sheaf.storage.MultipartPlan.Uploaded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class MultipartPlanTest {

    private static final long MIB = 1L << 20;

    @Property
    void everyByteGoesIntoThePartsOnceAndInOrder(@ForAll("pieces") List<Size> pieces) {
        var expected = new ArrayList<Range>();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).length() > 0) {
                expected.add(new Range(i, 0, pieces.get(i).length()));
            }
        }
        assertThat(joined(MultipartPlan.steps(pieces))).isEqualTo(expected);
    }

    @Property
    void everyPartHasALengthThatS3Takes(@ForAll("pieces") List<Size> pieces) {
        List<Step> steps = MultipartPlan.steps(pieces);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).length()).isPositive().isLessThanOrEqualTo(LONGEST_PART);
            if (i < steps.size() - 1) {
                assertThat(steps.get(i).length()).isGreaterThanOrEqualTo(SHORTEST_PART);
            }
        }
    }

    @Property
    void onlyWhatIsInTheBucketIsCopiedAndRangesOnlyOfLongObjects(@ForAll("pieces") List<Size> pieces) {
        for (Step step : MultipartPlan.steps(pieces)) {
            if (step instanceof Copied(Range range)) {
                Size source = pieces.get(range.piece());
                assertThat(source.copyable()).isTrue();
                assertThat(range.length() == source.length() || source.length() > SHORTEST_PART)
                        .isTrue();
            }
        }
    }

    @Property
    void littleIsDownloaded(@ForAll("pieces") List<Size> pieces) {
        for (Step step : MultipartPlan.steps(pieces)) {
            if (step instanceof Uploaded(List<Range> ranges)) {
                long downloaded = ranges.stream()
                        .filter(range -> pieces.get(range.piece()).copyable())
                        .mapToLong(Range::length)
                        .sum();
                assertThat(downloaded).isLessThan(2 * SHORTEST_PART);
                long beforeTheLast = ranges.stream()
                        .limit(ranges.size() - 1L)
                        .mapToLong(Range::length)
                        .sum();
                assertThat(beforeTheLast).isLessThan(SHORTEST_PART);
            }
        }
    }

    @Example
    void aLongObjectAfterAShortHeadGivesItUpToFiveMebibytes() {
        assertThat(MultipartPlan.steps(List.of(bytes(1000), copy(100 * MIB), bytes(20))))
                .containsExactly(
                        new Uploaded(List.of(new Range(0, 0, 1000), new Range(1, 0, SHORTEST_PART - 1000))),
                        new Copied(new Range(1, SHORTEST_PART - 1000, 100 * MIB - SHORTEST_PART + 1000)),
                        new Uploaded(List.of(new Range(2, 0, 20))));
    }

    @Example
    void nothingIsDownloadedWhereEverythingIsLongButTheLast() {
        assertThat(MultipartPlan.steps(List.of(copy(6 * MIB), copy(12 * MIB), copy(10), bytes(0))))
                .allMatch(Copied.class::isInstance);
    }

    @Example
    void anObjectBeyondFiveGibibytesIsCopiedInEqualShares() {
        assertThat(MultipartPlan.steps(List.of(copy(LONGEST_PART + 1))))
                .extracting(Step::length)
                .containsExactly(LONGEST_PART / 2, LONGEST_PART / 2 + 1);
    }

    @Example
    void nothingNeedsNoParts() {
        assertThat(MultipartPlan.steps(List.of(bytes(0), copy(0)))).isEmpty();
    }

    @Example
    void moreThanTenThousandPartsAreRefused() {
        assertThat(MultipartPlan.steps(Collections.nCopies(10_000, copy(6 * MIB))))
                .hasSize(10_000);
        assertThatThrownBy(() -> MultipartPlan.steps(Collections.nCopies(10_001, copy(6 * MIB))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10,001 parts");
    }

    @Provide
    Arbitrary<List<Size>> pieces() {
        Arbitrary<Long> length = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(0L, 1L, SHORTEST_PART - 1, SHORTEST_PART, SHORTEST_PART + 1)),
                Tuple.of(4, Arbitraries.longs().between(0, SHORTEST_PART)),
                Tuple.of(4, Arbitraries.longs().between(SHORTEST_PART, 3 * SHORTEST_PART)),
                Tuple.of(1, Arbitraries.longs().between(0, 4 * LONGEST_PART)));
        Arbitrary<Size> copy = length.map(MultipartPlanTest::copy);
        Arbitrary<Size> bytes = length.map(l -> bytes(Math.min(l, 3 * SHORTEST_PART)));
        return Arbitraries.frequencyOf(Tuple.of(3, copy), Tuple.of(1, bytes))
                .list()
                .ofMaxSize(40);
    }

    private static Size copy(long length) {
        return new Size(length, true);
    }

    private static Size bytes(long length) {
        return new Size(length, false);
    }

    /// The ranges of all steps in order, neighbours that continue each other made one.
    private static List<Range> joined(List<Step> steps) {
        var joined = new ArrayList<Range>();
        steps.stream().flatMap(MultipartPlanTest::ranges).forEach(range -> {
            Range last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.piece() == range.piece() && last.from() + last.length() == range.from()) {
                joined.set(joined.size() - 1, new Range(last.piece(), last.from(), last.length() + range.length()));
            } else {
                joined.add(range);
            }
        });
        return joined;
    }

    private static Stream<Range> ranges(Step step) {
        return switch (step) {
            case Copied(Range range) -> Stream.of(range);
            case Uploaded(List<Range> ranges) -> ranges.stream();
        };
    }
}
