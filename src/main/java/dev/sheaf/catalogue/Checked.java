package dev.sheaf.catalogue;

import java.util.List;

/// What the check of a body came to.
public sealed interface Checked {

    record Valid(ReportRequest request) implements Checked {}

    record Invalid(List<Violation> violations) implements Checked {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }
}
