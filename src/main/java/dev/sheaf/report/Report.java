package dev.sheaf.report;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.UserId;
import dev.sheaf.catalogue.Phrase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A report as it is recorded: a question, and what became of it. A part of a larger one has a `parent`. `problem` is
/// what `errorMessage` says in English; null of what has not failed, or failed before problems were recorded.
public record Report(
        ReportId id,
        @Nullable ReportId parent,
        String type,
        UserId requestedBy,
        ReportState state,
        ObjectNode parameters,
        RowScope scope,
        @Nullable String filename,
        @Nullable String objectKey,
        @Nullable Long sizeBytes,
        @Nullable Long rowsExpected,
        @Nullable Long rowsWritten,
        @Nullable Integer totalParts,
        @Nullable Long sheetRows,
        int partsReady,
        int plans,
        int retries,
        boolean segmentsKept,
        @Nullable String errorMessage,
        @Nullable Phrase problem,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant expiresAt) {

    /// How many rows a sheet of its file takes where the format would let it take `most`.
    public long sheetRows(long most) {
        return sheetRows == null ? most : Math.min(sheetRows, most);
    }

    public boolean inFlight() {
        return state.live();
    }

    /// True while its file can be fetched.
    public boolean hasFile(Instant now) {
        return state == ReportState.COMPLETED && objectKey != null && (expiresAt == null || expiresAt.isAfter(now));
    }
}
