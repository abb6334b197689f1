package dev.sheaf.bench.export;

import dev.sheaf.bench.Proc;
import dev.sheaf.bench.Stage;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// Measures one run, from its making to [#read].
final class Gauge {

    private final Stage stage;
    private final Instant started = Instant.now();
    private final double database;
    private final double store;

    Gauge(Stage stage) {
        this.stage = stage;
        this.database = stage.databaseCpu();
        this.store = stage.storeCpu();
    }

    /// @param cpu CPU seconds of the contender in this run
    Figures read(double cpu, long memory, long bytes) {
        return read(Instant.now(), cpu, memory, bytes);
    }

    private Figures read(Instant end, double cpu, long memory, long bytes) {
        double wall = Duration.between(started, end).toNanos() / 1e9;
        return new Figures(wall, cpu, stage.databaseCpu() - database, stage.storeCpu() - store, memory, bytes);
    }

    /// The same for a process that lives on and has used `before` CPU seconds when the run began.
    Figures read(long pid, double before, long bytes) {
        return read(Proc.cpu(pid) - before, Proc.peakMemory(pid), bytes);
    }

    /// The same for a report that this process has built. It was completed a little before anybody saw it.
    Figures read(long pid, double before, JsonNode report) {
        return read(
                Instant.parse(report.path("completed_at").asString()),
                Proc.cpu(pid) - before,
                Proc.peakMemory(pid),
                report.path("size_bytes").asLong());
    }
}
