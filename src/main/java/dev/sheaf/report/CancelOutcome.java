package dev.sheaf.report;

/// What became of the wish to be rid of a report.
public sealed interface CancelOutcome {

    /// It is not being built and has no file, whether that was so before or not.
    record Gone() implements CancelOutcome {}

    /// There is no such report for this caller.
    record Missing() implements CancelOutcome {}

    /// It is a part, which ends with its report only.
    record Part(ReportId parent) implements CancelOutcome {}
}
