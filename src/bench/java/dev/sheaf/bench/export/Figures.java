package dev.sheaf.bench.export;

/// What one run took: seconds on the clock, CPU seconds of the contender's own processes, of PostgreSQL and of the S3
/// server, peak memory of the contender and bytes of its file.
record Figures(double wall, double cpu, double database, double store, double memory, double bytes) {

    /// As if the run had had `factor` times as many rows.
    Figures scaled(double factor) {
        return new Figures(wall * factor, cpu * factor, database * factor, store * factor, memory, bytes * factor);
    }
}
