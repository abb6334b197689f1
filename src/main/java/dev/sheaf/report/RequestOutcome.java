package dev.sheaf.report;

import dev.sheaf.catalogue.Violation;
import java.util.List;

/// What became of a request.
public sealed interface RequestOutcome {

    /// A new report; its build waits in the queue.
    record Accepted(Report report) implements RequestOutcome {}

    /// The caller asked for the same a short while ago, and that file is still there.
    record Deduped(Report twin) implements RequestOutcome {}

    /// The caller asked for the same, and that report is not yet finished.
    record InFlight(Report twin) implements RequestOutcome {}

    /// The caller has as many reports in flight as they may.
    record TooMany(int inFlight) implements RequestOutcome {}

    /// The caller's Idempotency-Key was used for this report before.
    record Replayed(ReportId report) implements RequestOutcome {}

    /// The caller's Idempotency-Key was used with another body before.
    record KeyReused() implements RequestOutcome {}

    record Invalid(List<Violation> violations) implements RequestOutcome {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }
}
