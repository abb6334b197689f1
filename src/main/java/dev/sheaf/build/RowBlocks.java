package dev.sheaf.build;

import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The blocks of one streamed read: whoever reads waits here while all of them are full. So a fast database is read no
/// faster than its rows can be written, and what waits in between is bounded.
final class RowBlocks {

    /// A share of the heap, so that a small one is enough.
    private static final int SHARE = 32;
    private static final int LEAST = 8;
    private static final int MOST = 128;

    private final BlockingQueue<RowBlock> free;

    RowBlocks() {
        int count = Math.clamp(Runtime.getRuntime().maxMemory() / SHARE / RowBlock.BYTES, LEAST, MOST);
        free = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            free.add(new RowBlock());
        }
    }

    RowBlock take() throws InterruptedIOException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while rows were waiting to be written");
        }
    }

    void giveBack(RowBlock block) {
        block.clear();
        free.add(block);
    }
}
