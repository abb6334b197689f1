package dev.sheaf.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// What stands under `error` in every error answer. `details` is there where there is more than one thing to say.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorBody(
        String code,
        String message,
        Instant timestamp,
        String requestId,
        @Nullable List<?> details) {

    /// The whole answer: `{"error": …}`.
    public record Envelope(ErrorBody error) {}
}
