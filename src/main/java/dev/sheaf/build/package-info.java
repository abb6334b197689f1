/// The background work that makes a report's file.
///
/// ```
/// WHOLE ── small: read, write, store ─────────────────────────▶ completed
///   └──── large ──▶ PLAN ──▶ PART, PART, … ──▶ ASSEMBLY ──────▶ completed
/// ```
///
/// Enter at [dev.sheaf.build.BuildWork], which registers the four kinds of work with the queue. Every step runs
/// through [dev.sheaf.build.Attempt], which decides what a failure comes to: another try, or a failed report with
/// a sentence for people.
@NullMarked
package dev.sheaf.build;

import org.jspecify.annotations.NullMarked;
