package dev.sheaf.web.api;

import dev.sheaf.web.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON bodies: one object of at most 64 KiB and 32 levels, no key twice, nothing behind it.
@Component
class RequestBodies {

    private static final int GREATEST_BODY = 64 * 1024;
    private static final int DEEPEST = 32;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    ObjectNode object(HttpServletRequest request) {
        if (!isJson(request.getContentType())) {
            throw new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
        }
        byte[] body = read(request);
        if (body.length > GREATEST_BODY) {
            throw new ApiException(ErrorCode.BODY_TOO_LARGE, "The body is larger than " + GREATEST_BODY + " bytes.");
        }
        try {
            JsonNode parsed = JSON.readTree(body);
            if (parsed instanceof ObjectNode object) {
                return whole(object);
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new ApiException(
                    ErrorCode.MALFORMED_JSON,
                    at == null
                            ? "The body is nested too deeply, or holds a name or number that is too long."
                            : "The body is not JSON: see line %d, column %d."
                                    .formatted(at.getLineNr(), at.getColumnNr()));
        }
        throw new ApiException(
                ErrorCode.MALFORMED_JSON, "The body must be a JSON object such as {\"report_type\": \"…\"}.");
    }

    /// Whoever breaks off, or keeps the server waiting for longer than it waits, is no failure inside.
    private static byte[] read(HttpServletRequest request) {
        try {
            return request.getInputStream().readNBytes(GREATEST_BODY + 1);
        } catch (IOException e) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "The body broke off, or came too slowly. Send the whole of it at once.");
        }
    }

    /// JSON lets half of a surrogate pair pass, but neither the database nor an answer can hold one.
    private static ObjectNode whole(ObjectNode object) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
            throw new ApiException(
                    ErrorCode.MALFORMED_JSON, "The body holds half of a surrogate pair, which is no text.");
        }
        return object;
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            return contentType != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
