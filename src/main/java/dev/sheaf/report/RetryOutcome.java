package dev.sheaf.report;

/// What became of the wish to try a report again.
public sealed interface RetryOutcome {

    /// It waits to be built.
    record Accepted(Report report) implements RetryOutcome {}

    /// There is no such report for this caller.
    record Missing() implements RetryOutcome {}

    /// It is a part, which is built with its report only.
    record Part(ReportId parent) implements RetryOutcome {}

    record NotFailed(Report report) implements RetryOutcome {}

    /// The caller has asked for the same anew since, and that is being built.
    record InFlight(Report twin) implements RetryOutcome {}

    /// Its requester has as many reports in flight as may be.
    record TooMany(int inFlight) implements RetryOutcome {}

    /// It holds rows that its requester may no longer see.
    record Withheld() implements RetryOutcome {}
}
