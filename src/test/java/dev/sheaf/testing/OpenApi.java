package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Holds answers to `openapi.yaml`: the status must be documented for the operation, with its headers, and the
/// body must fit the schema.
public final class OpenApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig ASSERT_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /// There for some of the answers of one status only; always with 202.
    private static final Set<String> SOMETIMES = Set.of("Retry-After", "Location", "Idempotent-Replayed");

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    public OpenApi() {
        this(shipped());
    }

    OpenApi(String yaml) {
        try {
            document = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shipped() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `template` is the path as the document has it, such as `/exports/{id}`.
    public void check(String method, String template, int status, HttpHeaders headers, String body) {
        String where = method + " " + template + " → " + status;
        String pointer =
                pointer("paths", template, method.toLowerCase(Locale.ROOT), "responses", Integer.toString(status));
        JsonNode response = document.at(pointer);
        assertThat(response.isMissingNode())
                .as("%s is not documented; body: %s", where, body)
                .isFalse();
        if (response.has("$ref")) {
            pointer = response.get("$ref").asText().substring(1);
            response = document.at(pointer);
        }
        response.path("headers").fieldNames().forEachRemaining(name -> {
            if (!SOMETIMES.contains(name) || status == 202) {
                assertThat(headers.firstValue(name))
                        .as("%s: header %s", where, name)
                        .isPresent();
            }
        });
        if (!response.has("content")) {
            assertThat(body).as(where).isEmpty();
            return;
        }
        String type = response.path("content").fieldNames().next();
        assertThat(headers.firstValue("Content-Type").orElse("")).as(where).startsWith(type);
        if (type.equals("application/json")) {
            fits(pointer + pointer("content", type, "schema"), body, where);
        }
    }

    public JsonNode document() {
        return document;
    }

    /// What a reference stands for; anything else as it is.
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /// Holds the example of a media type to its schema.
    public void checkExample(JsonNode mediaType, String where) {
        ObjectNode root = document.deepCopy();
        mediaType.path("schema").properties().forEach(rule -> root.set(rule.getKey(), rule.getValue()));
        assertThat(SCHEMAS.getSchema(root, ASSERT_FORMATS).validate(mediaType.path("example")))
                .as(where)
                .isEmpty();
    }

    /// A summary by itself, as events carry it.
    public void checkSummary(String json) {
        fits("/components/schemas/ExportReport", json, "a summary");
    }

    private void fits(String pointer, String body, String where) {
        JsonSchema schema = schemas.computeIfAbsent(pointer, this::schema);
        try {
            assertThat(schema.validate(JSON.readTree(body)))
                    .as("%s%n%s", where, body)
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The whole document is the schema, with a reference to the place that counts, so that its own references
    /// hold.
    private JsonSchema schema(String pointer) {
        ObjectNode root = document.deepCopy();
        root.put("$ref", "#" + pointer);
        return SCHEMAS.getSchema(root, ASSERT_FORMATS);
    }

    private static String pointer(String... segments) {
        var pointer = new StringBuilder();
        for (String segment : segments) {
            pointer.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
