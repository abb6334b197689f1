/// The record of a report: how it is asked for, found, and changed, and the queue of the work that is left to do
/// on it.
///
/// - [dev.sheaf.report.RequestReport] is the command behind POST: check, twin, insert, enqueue, in one
/// transaction.
/// - [dev.sheaf.report.Reports] is the only finder, and always bounded by a scope.
/// - [dev.sheaf.report.Builds] holds every later change of state, each under the lease of the work that makes it.
/// - [dev.sheaf.report.Queue] hands out waiting work in turns; whoever can do a kind of work registers for it.
/// - [dev.sheaf.report.Changes] tells on every node that a report has changed.
@NullMarked
package dev.sheaf.report;

import org.jspecify.annotations.NullMarked;
