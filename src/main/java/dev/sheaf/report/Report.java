package dev.sheaf.report;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.access.UserId;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Phrase;
import dev.sheaf.catalogue.ReportRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A report as it is recorded: a question, and what became of it. A part of a larger one has a `parent`. `standing` is
/// the least that may have its file. `problem` is what `errorMessage` says in English; null of what has not failed, or
/// failed before problems were recorded.
public record Report(
        ReportId id,
        @Nullable ReportId parent,
        String type,
        UserId requestedBy,
        ReportState state,
        String parametersJson,
        RowScope scope,
        Standing standing,
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

    /// Numbers stay as they are written.
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /// What was asked for, read anew each time: a list of reports only passes it on.
    public ObjectNode parameters() {
        return JSON.readValue(parametersJson, ObjectNode.class);
    }

    /// What was asked for, as the types of `catalogue` are now; see [Catalogue#reopen].
    public ReportRequest request(Catalogue catalogue) {
        return catalogue.reopen(type, parameters(), scope, standing);
    }

    /// The language that the file was asked for in, as a tag; empty if none was named.
    public String language() {
        return parametersJson.contains("\"locale\"")
                ? parameters().at("/options/locale").asString("")
                : "";
    }

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
