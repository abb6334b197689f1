package dev.sheaf.build;

import dev.sheaf.rows.Rows;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Runs what keeps a core busy on a thread of the system, while the worker waits for it.
///
/// Rows come in small pieces, and for each a virtual thread is woken by two others: that was a third of what a build
/// cost this process. A worker is a virtual thread, since only there does an interrupt end waiting for the network.
final class BusyThread {

    /// If the worker is interrupted, so is `work`, and the statement ends that it reads from; then this returns, or
    /// throws, what `work` made of that.
    static <T> T run(String name, Rows rows, Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    // In this order, so that a statement that begins just now is not missed.
                    thread.interrupt();
                    rows.stop(thread);
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private BusyThread() {}
}
