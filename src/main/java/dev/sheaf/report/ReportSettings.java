package dev.sheaf.report;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.reports.*`: how long a file is kept, how long after its completion the same request is answered with it,
/// and how many reports a user may have in flight.
@ConfigurationProperties("sheaf.reports")
record ReportSettings(
        @DefaultValue("7d") Duration retention,
        @DefaultValue("15m") Duration dedupeWindow,
        @DefaultValue("20") int inFlight) {

    ReportSettings {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("sheaf.reports.retention must be positive, not " + retention);
        }
        if (dedupeWindow.isNegative()) {
            throw new IllegalArgumentException("sheaf.reports.dedupe-window must not be negative: " + dedupeWindow);
        }
        if (inFlight < 1) {
            throw new IllegalArgumentException("sheaf.reports.in-flight must be positive, not " + inFlight);
        }
    }
}
