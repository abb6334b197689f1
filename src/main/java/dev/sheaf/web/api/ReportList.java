package dev.sheaf.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of the list: reports, how many they are, the limit that was applied, and where the next page begins.
record ReportList(List<Exported> exports, Meta meta) {

    record Meta(
            int count,
            int limit,
            @JsonProperty("has_more") boolean hasMore,

            @JsonProperty("next_cursor") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String nextCursor) {}
}
