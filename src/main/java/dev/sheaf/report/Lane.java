package dev.sheaf.report;

import java.util.concurrent.atomic.AtomicInteger;

/// How many pieces of work of some kinds run on this node at once. Thread safe.
final class Lane {

    private final int width;
    private final AtomicInteger running = new AtomicInteger();

    Lane(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    /// Takes a place, if one is free.
    boolean enter() {
        if (running.incrementAndGet() <= width) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    /// Takes a place though none is free: a dead worker's work is resumed by whoever finds it.
    void squeezeIn() {
        running.incrementAndGet();
    }

    void leave() {
        running.decrementAndGet();
    }
}
