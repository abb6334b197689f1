package dev.sheaf.report;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.reports.*`: how long a file is kept, and how long after its completion the same request is answered with
/// it.
@ConfigurationProperties("sheaf.reports")
record ReportSettings(
        @DefaultValue("7d") Duration retention,
        @DefaultValue("15m") Duration dedupeWindow) {

    ReportSettings {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("sheaf.reports.retention must be positive, not " + retention);
        }
        if (dedupeWindow.isNegative()) {
            throw new IllegalArgumentException("sheaf.reports.dedupe-window must not be negative: " + dedupeWindow);
        }
    }
}
