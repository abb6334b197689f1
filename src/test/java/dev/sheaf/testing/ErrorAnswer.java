package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds an error answer to the one shape of all, also where no operation is described that could answer.
public final class ErrorAnswer {

    private ErrorAnswer() {}

    /// Returns what stands under `error`. `requestId` is the header `X-Request-Id` of the answer.
    public static JsonNode check(String body, String contentType, String requestId, String code) {
        assertThat(contentType).as(body).startsWith("application/json");
        JsonNode answer = JsonMapper.shared().readTree(body);
        JsonNode error = answer.path("error");
        assertThat(error.path("code").asString("")).as(body).isEqualTo(code);
        var fields = new TreeSet<>(error.propertyNames());
        fields.remove("details");
        assertThat(fields).as(body).isEqualTo(new TreeSet<>(Set.of("code", "message", "timestamp", "request_id")));
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("timestamp").asString()).endsWith("Z").satisfies(Instant::parse);
        assertThat(error.path("request_id").asString())
                .as("id in body and header")
                .isEqualTo(requestId);
        return error;
    }

    public static JsonNode check(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return check(
                answer.body(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.headers().firstValue("X-Request-Id").orElse("(no header)"),
                code);
    }
}
