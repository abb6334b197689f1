package dev.sheaf.report;

import dev.sheaf.catalogue.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would become of a request that is not made.
public sealed interface DryRun {

    enum Would {
        ACCEPTED,
        DEDUPED,
        IN_FLIGHT,
        TOO_MANY_EXPORTS
    }

    /// `twin` is the report that would be the answer instead of a new one.
    record Possible(
            Would would, Estimate estimate, @Nullable Report twin) implements DryRun {}

    record Invalid(List<Violation> violations) implements DryRun {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }
}
