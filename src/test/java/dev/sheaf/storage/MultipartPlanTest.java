package dev.sheaf.storage;

import static dev.sheaf.storage.MultipartPlan.LONGEST_PART;
import static dev.sheaf.storage.MultipartPlan.SHORTEST_PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.storage.MultipartPlan.Copied;
import dev.sheaf.storage.MultipartPlan.Kept;
import dev.sheaf.storage.MultipartPlan.Range;
import dev.sheaf.storage.MultipartPlan.Size;
import dev.sheaf.storage.MultipartPlan.Step;
import dev.sheaf.storage.MultipartPlan.Uploaded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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
        assertThat(joined(steps(pieces))).isEqualTo(expected);
    }

    @Property
    void everyPartHasALengthThatS3Takes(@ForAll("pieces") List<Size> pieces) {
        everyLengthIsTaken(steps(pieces));
    }

    private static void everyLengthIsTaken(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).length()).isPositive().isLessThanOrEqualTo(LONGEST_PART);
            if (i < steps.size() - 1) {
                assertThat(steps.get(i).length()).isGreaterThanOrEqualTo(SHORTEST_PART);
            }
        }
    }

    @Property
    void onlyWhatIsInTheBucketIsCopiedAndRangesOnlyOfLongObjects(@ForAll("pieces") List<Size> pieces) {
        for (Step step : steps(pieces)) {
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
        for (Step step : steps(pieces)) {
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

    @Property
    void partsThatAreThereKeepTheirNumbersAmongTheOthers(@ForAll("piecesPartlySent") List<Size> pieces) {
        Optional<List<Step>> planned = MultipartPlan.steps(pieces);

        int lastSent = IntStream.range(0, pieces.size())
                .filter(i -> !pieces.get(i).sent().isEmpty())
                .max()
                .orElse(0);
        if (planned.isEmpty()) {
            assertThat(pieces.subList(0, lastSent))
                    .anyMatch(piece -> piece.length() > 0 && piece.length() < SHORTEST_PART);
            return;
        }
        List<Step> steps = planned.get();
        assertThat(steps.stream().filter(Kept.class::isInstance).map(step -> ((Kept) step).part()))
                .containsExactlyElementsOf(
                        pieces.stream().flatMap(piece -> piece.sent().stream()).toList());
        assertThat(steps.stream().mapToLong(Step::length).sum())
                .isEqualTo(pieces.stream().mapToLong(Size::length).sum());
        everyLengthIsTaken(steps);
        int number = 0;
        for (Step step : steps) {
            int next = MultipartPlan.number(step, number);
            assertThat(next).isGreaterThan(number).isLessThanOrEqualTo(10_000);
            number = next;
        }
    }

    @Example
    void nothingShortFindsAPlaceInFrontOfAPartThatIsThere() {
        Size sent = sent(2, 2, 6 * MIB);
        assertThat(MultipartPlan.steps(List.of(bytes(1000), sent, bytes(20)))).isEmpty();
        assertThat(MultipartPlan.steps(List.of(copy(7 * MIB), copy(10), sent))).isEmpty();
        assertThat(MultipartPlan.steps(List.of(bytes(1000), copy(7 * MIB), sent, bytes(20))))
                .isPresent();
    }

    @Example
    void numbersOfWritersAreApartAndLeaveRoomInFrontAndBehind() {
        for (int writers : List.of(1, 2, 7, 100, 555)) {
            int before = 0;
            for (int writer = 1; writer <= writers; writer++) {
                PartNumbers share = PartNumbers.share(writer, writers).orElseThrow();
                assertThat(share.first()).isGreaterThan(before + 2);
                assertThat(share.last() - share.first()).isGreaterThanOrEqualTo(15);
                before = share.last();
            }
            assertThat(before).isLessThanOrEqualTo(9_990);
        }
        assertThat(PartNumbers.share(1, 556)).isEmpty();
    }

    @Example
    void aLongObjectAfterAShortHeadGivesItUpToFiveMebibytes() {
        assertThat(steps(List.of(bytes(1000), copy(100 * MIB), bytes(20))))
                .containsExactly(
                        new Uploaded(List.of(new Range(0, 0, 1000), new Range(1, 0, SHORTEST_PART - 1000))),
                        new Copied(new Range(1, SHORTEST_PART - 1000, 100 * MIB - SHORTEST_PART + 1000)),
                        new Uploaded(List.of(new Range(2, 0, 20))));
    }

    @Example
    void nothingIsDownloadedWhereEverythingIsLongButTheLast() {
        assertThat(steps(List.of(copy(6 * MIB), copy(12 * MIB), copy(10), bytes(0))))
                .allMatch(Copied.class::isInstance);
    }

    @Example
    void anObjectBeyondFiveGibibytesIsCopiedInEqualShares() {
        assertThat(steps(List.of(copy(LONGEST_PART + 1))))
                .extracting(Step::length)
                .containsExactly(LONGEST_PART / 2, LONGEST_PART / 2 + 1);
    }

    @Example
    void nothingNeedsNoParts() {
        assertThat(steps(List.of(bytes(0), copy(0)))).isEmpty();
    }

    @Example
    void moreThanTenThousandPartsAreRefused() {
        assertThat(steps(Collections.nCopies(10_000, copy(6 * MIB)))).hasSize(10_000);
        assertThatThrownBy(() -> steps(Collections.nCopies(10_001, copy(6 * MIB))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10,001 parts");
    }

    private static List<Step> steps(List<Size> pieces) {
        return MultipartPlan.steps(pieces).orElseThrow();
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

    /// Each writer has sent parts of its own numbers, or stored an object; some have bytes in front.
    @Provide
    Arbitrary<List<Size>> piecesPartlySent() {
        Arbitrary<Long> any = Arbitraries.longs().between(0, 3 * SHORTEST_PART);
        Arbitrary<Long> sent = Arbitraries.longs().between(SHORTEST_PART, 2 * SHORTEST_PART - 1);
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
                        Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(0L)), Tuple.of(1, any)),
                        any,
                        sent.list().ofMinSize(1).ofMaxSize(4))
                .as((direct, front, apart, parts) -> (Writer) (number, of) ->
                        List.of(bytes(front), direct ? sent(number, of, parts.toArray(Long[]::new)) : copy(apart)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(writers -> IntStream.rangeClosed(1, writers.size())
                        .boxed()
                        .flatMap(number -> writers.get(number - 1).pieces(number, writers.size()).stream())
                        .toList());
    }

    private interface Writer {
        List<Size> pieces(int number, int of);
    }

    private static Size sent(int writer, int writers, Long... lengths) {
        int first = PartNumbers.share(writer, writers).orElseThrow().first();
        List<UploadedPart> parts = IntStream.range(0, lengths.length)
                .mapToObj(i -> new UploadedPart(first + i, lengths[i], "\"" + i + "\""))
                .toList();
        return Size.of(new Piece.Sent(parts));
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
            case Kept _ -> Stream.empty();
        };
    }
}
