package dev.sheaf.build;

import dev.sheaf.rows.RowSink;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// The thread that writes one segment, and the rows that wait for it.
///
/// Writing keeps a core busy, so it runs on a thread of the system: on a virtual one it would keep others from running.
final class SegmentThread {

    /// The segment is not wanted any more.
    static final class GivenUp extends RuntimeException {
        GivenUp() {
            super("The segment was given up");
        }
    }

    private static final RowBlock END = new RowBlock();

    private final int number;
    private final int sheet;
    private final long firstRow;
    private final Thread thread;
    private final BlockingQueue<RowBlock> waiting = new LinkedBlockingQueue<>();
    private volatile boolean givenUp;
    private boolean ended;

    SegmentThread(int number, int sheet, long firstRow, Consumer<SegmentThread> writing) {
        this.number = number;
        this.sheet = sheet;
        this.firstRow = firstRow;
        this.thread = Thread.ofPlatform().daemon().name("segment-" + number).unstarted(() -> writing.accept(this));
    }

    void start() {
        thread.start();
    }

    void add(RowBlock block) {
        waiting.add(block);
    }

    void end() {
        waiting.add(END);
    }

    void giveUp() {
        givenUp = true;
        end();
    }

    /// Hands on all rows until the end and gives their blocks back; how many rows there were.
    long handTo(RowSink sink, RowBlocks blocks) throws IOException {
        long rows = 0;
        for (RowBlock block = next(); block != END; block = next()) {
            rows += block.rows();
            try {
                block.handTo(sink);
            } finally {
                blocks.giveBack(block);
            }
        }
        if (givenUp) {
            throw new GivenUp();
        }
        return rows;
    }

    /// Takes what is left after a failure, so that whoever reads does not wait for blocks that never come back.
    void drain(RowBlocks blocks) {
        while (!ended) {
            RowBlock block = next();
            if (block != END) {
                blocks.giveBack(block);
            }
        }
    }

    private RowBlock next() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    RowBlock block = waiting.take();
                    ended = block == END;
                    return block;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void await() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    int number() {
        return number;
    }

    int sheet() {
        return sheet;
    }

    long firstRow() {
        return firstRow;
    }
}
