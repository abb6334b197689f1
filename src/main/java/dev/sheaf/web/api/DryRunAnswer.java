package dev.sheaf.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sheaf.report.DryRun;
import dev.sheaf.report.Estimate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// The answer to a dry run, `export` only where there is a twin.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record DryRunAnswer(
        boolean dryRun,
        String would,
        Expected estimate,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReportSummary export) {

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Expected(
            long rows,
            boolean rowsExact,
            int parts,
            @Nullable Long bytes,
            @Nullable Double seconds,
            int measuredReports) {

        static Expected of(Estimate estimate) {
            return new Expected(
                    estimate.rows(),
                    estimate.rowsExact(),
                    estimate.parts(),
                    estimate.bytes(),
                    estimate.seconds(),
                    estimate.measuredReports());
        }
    }

    static DryRunAnswer of(DryRun.Possible possible, @Nullable ReportSummary twin) {
        return new DryRunAnswer(
                true, possible.would().name().toLowerCase(Locale.ROOT), Expected.of(possible.estimate()), twin);
    }
}
