package dev.sheaf.storage;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Buffers of one part of an upload, used again: a new one for each part keeps the garbage collector busier than
/// the rows do. Thread safe.
final class Buffers {

    static final int LENGTH = 5 << 20;
    private static final int KEPT = 6;

    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(KEPT);

    byte[] take() {
        byte[] buffer = free.poll();
        return buffer == null ? new byte[LENGTH] : buffer;
    }

    /// A buffer of another length, or one too many, is left to the garbage collector.
    void giveBack(byte[] buffer) {
        if (buffer.length == LENGTH) {
            boolean _ = free.offer(buffer);
        }
    }
}
