/// Benchmarks on running servers, started by `bin/bench`.
///
/// A [dev.sheaf.bench.Stage] holds PostgreSQL and S3, each in a process of its own, and starts the Sheaf that is
/// measured as a third one, so that the CPU of each is known apart. Enter at
/// [dev.sheaf.bench.export.ExportBench] and [dev.sheaf.bench.api.ApiBench].
@NullMarked
package dev.sheaf.bench;

import org.jspecify.annotations.NullMarked;
