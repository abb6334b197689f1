package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What comes while others are written is written with what else came.
class TogetherTest {

    private final List<List<Integer>> written = new ArrayList<>();

    @Test
    void whatComesAloneIsWrittenAlone() {
        var together = new Together<Integer>(written::add);

        together.write(1);
        together.write(2);

        assertThat(written).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whoeverWaitedIsWrittenInOneGo() {
        gather(List.of());

        assertThat(written.getFirst()).containsExactly(0);
        assertThat(written.get(1)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(written).hasSize(2);
    }

    @Test
    void aFailureIsThatOfAllForWhomWasWritten() {
        List<CompletableFuture<Void>> all = gather(List.of(3));

        assertThat(all.getFirst()).isCompleted();
        assertThat(all.subList(1, 6))
                .allSatisfy(one -> assertThatThrownBy(one::join)
                        .isInstanceOf(CompletionException.class)
                        .hasMessageContaining("No room for [")
                        .hasMessageContaining("3"));
        assertThat(written).hasSize(1);
    }

    @Test
    void manyThreadsLoseNothing() {
        var together = new Together<Integer>(written::add);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 2_000).forEach(i -> threads.execute(() -> together.write(i)));
        }

        assertThat(written.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2_000).boxed().toList());
        assertThat(written).allMatch(one -> one.size() <= 100);
    }

    /// 0 is held up until 1 to 5 wait. Fails on those of `failing`.
    private List<CompletableFuture<Void>> gather(List<Integer> failing) {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var together = new Together<Integer>(values -> {
            begun.countDown();
            await(release);
            if (values.stream().anyMatch(failing::contains)) {
                throw new IllegalStateException("No room for " + values);
            }
            written.add(values);
        });
        var all = new ArrayList<CompletableFuture<Void>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i <= 5; i++) {
            int value = i;
            var one = new CompletableFuture<Void>();
            all.add(one);
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    together.write(value);
                    one.complete(null);
                } catch (RuntimeException e) {
                    one.completeExceptionally(e);
                }
            }));
            await(begun);
        }
        while (threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                < 6) {
            Thread.onSpinWait();
        }
        release.countDown();
        threads.forEach(TogetherTest::join);
        return all;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
