package dev.sheaf.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Makes error answers, all of one shape.
@Component
public class Errors {

    private final Clock clock;
    private final JsonMapper json;

    Errors(Clock clock, JsonMapper json) {
        this.clock = clock;
        this.json = json;
    }

    public ErrorBody.Envelope envelope(ErrorCode code, String message, @Nullable List<?> details) {
        return new ErrorBody.Envelope(new ErrorBody(
                code.name(), message, clock.instant().truncatedTo(ChronoUnit.MILLIS), RequestId.current(), details));
    }

    /// For filters, which stand before the place where answers are rendered.
    public void write(HttpServletResponse response, ErrorCode code, String message) throws IOException {
        response.setStatus(code.status());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding("UTF-8");
        json.writeValue(response.getOutputStream(), envelope(code, message, null));
    }
}
