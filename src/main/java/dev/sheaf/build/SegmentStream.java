package dev.sheaf.build;

import dev.sheaf.report.SegmentFacts;
import dev.sheaf.rows.PartPlan;
import dev.sheaf.rows.RowSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Cuts rows into segments as they flow, of `partRows` each and none across a sheet of `sheetRows`.
///
/// Segments are written on threads of their own, so that reading goes on meanwhile. If one fails, the next row throws
/// what it failed with. For one reading thread; closing it waits for all writers.
final class SegmentStream implements RowSink, AutoCloseable {

    /// Writes the rows of one part, in order, as a segment, and stores it.
    @FunctionalInterface
    interface Store {
        SegmentFacts store(int number, long firstRow, Segments.Reading rows);
    }

    /// Takes note of a segment that is stored.
    @FunctionalInterface
    interface Note {
        void stored(PartPlan part, SegmentFacts segment);
    }

    /// A segment on its way holds some 10 MiB.
    private static final long HEAP_FOR_TWO = 256L << 20;

    private final long partRows;
    private final long sheetRows;
    private final Store store;
    private final Note note;
    private final RowBlocks blocks = new RowBlocks();
    private final Semaphore writers = new Semaphore(Runtime.getRuntime().maxMemory() < HEAP_FOR_TWO ? 1 : 2);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<SegmentThread> threads = new ArrayList<>();
    private @Nullable SegmentThread current;
    private @Nullable RowBlock block;
    private long rows;

    SegmentStream(long partRows, long sheetRows, Store store, Note note) {
        this.partRows = partRows;
        this.sheetRows = sheetRows;
        this.store = store;
        this.note = note;
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        boolean first = rows % sheetRows % partRows == 0;
        RowBlock filling = block;
        if (filling == null || first || !filling.takes(to - from)) {
            handOver();
            if (first) {
                nextSegment();
            }
            filling = blocks.take();
            block = filling;
        }
        filling.add(copy, from, to);
        rows++;
    }

    private void handOver() {
        RowBlock filled = block;
        block = null;
        if (filled != null && current != null) {
            current.add(filled);
        }
        check();
    }

    private void nextSegment() throws IOException {
        if (current != null) {
            current.end();
            current = null;
        }
        try {
            writers.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while segments were written");
        }
        var next = new SegmentThread(threads.size() + 1, (int) (rows / sheetRows) + 1, rows % sheetRows, this::write);
        threads.add(next);
        current = next;
        next.start();
    }

    private void write(SegmentThread segment) {
        try {
            SegmentFacts facts =
                    store.store(segment.number(), segment.firstRow(), sink -> segment.handTo(sink, blocks));
            note.stored(new PartPlan(segment.number(), segment.sheet(), segment.firstRow(), facts.rows(), null), facts);
        } catch (SegmentThread.GivenUp e) {
            // Whoever closed the stream knows why.
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            segment.drain(blocks);
            writers.release();
        }
    }

    private void check() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /// Waits until all segments are stored.
    void finish() {
        handOver();
        if (current != null) {
            current.end();
            current = null;
        }
        threads.forEach(SegmentThread::await);
        check();
    }

    long rows() {
        return rows;
    }

    int parts() {
        return threads.size();
    }

    int sheets() {
        return rows == 0 ? 1 : (int) ((rows - 1) / sheetRows) + 1;
    }

    /// Gives up what is not finished.
    @Override
    public void close() {
        if (current != null) {
            current.giveUp();
            current = null;
        }
        threads.forEach(SegmentThread::await);
    }
}
