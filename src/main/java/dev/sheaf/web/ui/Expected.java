package dev.sheaf.web.ui;

import dev.sheaf.report.DryRun;
import dev.sheaf.report.Estimate;
import dev.sheaf.report.Report;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a form would lead to: `would` as the API names it, and `twin` the report that is there already.
public record Expected(
        String would, Estimate estimate, @Nullable Long twin, Locale locale) {

    static Expected of(DryRun.Possible possible, Locale locale) {
        Report twin = possible.twin();
        return new Expected(
                possible.would().name().toLowerCase(Locale.ROOT),
                possible.estimate(),
                twin == null ? null : twin.id().value(),
                locale);
    }

    public @Nullable String size() {
        Long bytes = estimate.bytes();
        return bytes == null ? null : ReportView.size(bytes, locale);
    }

    public @Nullable String time() {
        Double seconds = estimate.seconds();
        return seconds == null
                ? null
                : Times.took(Duration.ofMillis(Math.round(1000 * Objects.requireNonNull(seconds))), locale);
    }
}
