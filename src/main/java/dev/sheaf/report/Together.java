package dev.sheaf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes what several threads want written at one time in one go (group commit): while one writes, others gather, and
/// the next one writes for all of them. Nobody waits for others to come. Thread safe.
final class Together<T> {

    /// So that nobody waits for an endless write.
    private static final int MOST = 100;

    private final Consumer<List<T>> write;
    private final Lock writing = new ReentrantLock(true);
    private final Queue<Entry<T>> waiting = new ConcurrentLinkedQueue<>();

    /// Seen by the others through the lock.
    private static final class Entry<T> {
        private final T value;
        private boolean ended;
        private @Nullable RuntimeException failure;

        Entry(T value) {
            this.value = value;
        }
    }

    Together(Consumer<List<T>> write) {
        this.write = write;
    }

    /// Returns once `value` is written; what `write` throws is thrown to all for whom it wrote.
    void write(T value) {
        var entry = new Entry<>(value);
        waiting.add(entry);
        writing.lock();
        try {
            while (!entry.ended) {
                writeSome();
            }
        } finally {
            writing.unlock();
        }
        if (entry.failure != null) {
            throw entry.failure;
        }
    }

    private void writeSome() {
        var entries = new ArrayList<Entry<T>>();
        for (Entry<T> next = waiting.poll(); next != null; next = entries.size() < MOST ? waiting.poll() : null) {
            entries.add(next);
        }
        try {
            write.accept(entries.stream().map(entry -> entry.value).toList());
        } catch (RuntimeException e) {
            entries.forEach(entry -> entry.failure = e);
        } finally {
            entries.forEach(entry -> entry.ended = true);
        }
    }
}
