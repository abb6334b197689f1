package dev.sheaf.bench.export;

import dev.sheaf.bench.Proc;
import dev.sheaf.bench.Stage;

/// Measures one run, from its making to [#read].
final class Gauge {

    private final Stage stage;
    private final long started = System.nanoTime();
    private final double database;
    private final double store;

    Gauge(Stage stage) {
        this.stage = stage;
        this.database = stage.databaseCpu();
        this.store = stage.storeCpu();
    }

    /// @param cpu CPU seconds of the contender in this run
    Figures read(double cpu, long memory, long bytes) {
        double wall = (System.nanoTime() - started) / 1e9;
        return new Figures(wall, cpu, stage.databaseCpu() - database, stage.storeCpu() - store, memory, bytes);
    }

    /// The same for a process that lives on and has used `before` CPU seconds when the run began.
    Figures read(long pid, double before, long bytes) {
        return read(Proc.cpu(pid) - before, Proc.peakMemory(pid), bytes);
    }
}
