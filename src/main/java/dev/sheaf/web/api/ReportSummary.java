package dev.sheaf.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// A report as the API shows it. Every field is always there, null where it has nothing to say.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record ReportSummary(
        long id,
        String reportType,
        String displayName,
        String status,
        String statusDisplay,
        @Nullable Long queuePosition,
        @JsonRawValue String parameters,
        @Nullable String filename,
        @Nullable String downloadUrl,
        @Nullable Long downloadExpiresInSeconds,
        @Nullable String errorMessage,
        @Nullable Progress progress,
        @Nullable Long parentReportId,
        boolean chunkedExport,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        String statusUrl,
        @Nullable Long rowsExpected,
        @Nullable Long rowsWritten,
        @Nullable Long sizeBytes,
        @Nullable Instant expiresAt)
        implements Exported {

    /// Without the link, which opens the file.
    @Override
    public String toString() {
        return "ReportSummary[id=" + id + ", status=" + status + "]";
    }
}
