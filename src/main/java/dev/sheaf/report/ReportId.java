package dev.sheaf.report;

import java.util.Optional;

/// The number of a report or of a part. Grows with time.
public record ReportId(long value) {

    /// As callers write it; empty for what can be no such number.
    public static Optional<ReportId> parse(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(new ReportId(Long.parseLong(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
