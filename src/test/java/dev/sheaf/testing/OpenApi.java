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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Holds answers to `openapi.yaml`: the status must be documented for the operation, with its headers, and the
/// body must fit the schema.
public final class OpenApi {

    /// The description of any server: report types are those that an operator has made up.
    public static final OpenApi OF_ANY_SERVER = ofAnyServer();

    private static final String BASE = "/api/v1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig ASSERT_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /// Refusals of what is no request, or too much of one, which no operation has seen.
    private static final Set<Integer> ANYWHERE = Set.of(400, 414, 431);

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

    private static OpenApi ofAnyServer() {
        var any = new OpenApi();
        ((ObjectNode) any.document.at("/components/schemas/ReportType")).remove("enum");
        return any;
    }

    /// One thing that can be asked for; `path` is as the document has it, such as `/exports/{id}`.
    public record Operation(String method, String path, JsonNode description) {

        public String id() {
            return description.path("operationId").asText();
        }

        boolean matches(String asked, String path) {
            return described(asked).equalsIgnoreCase(method)
                    && path.matches(this.path.replaceAll("\\{[a-z]+}", "[^/]+"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /// All that is described, in the order of the document.
    public List<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(member -> member.getValue().has("operationId"))
                        .map(member -> new Operation(
                                member.getKey().toUpperCase(Locale.ROOT), path.getKey(), member.getValue())))
                .toList();
    }

    /// Holds the answer to anything at all to what is described of it: to its operation where there is one, and an
    /// error of anything else under the API's base path to the one shape of errors.
    ///
    /// @param path as it was sent, without the query
    public void checkAny(String method, String path, int status, HttpHeaders headers, String body) {
        if (!path.startsWith(BASE) || (method.equals("OPTIONS") && status == 200)) {
            return;
        }
        Optional<Operation> operation = operations().stream()
                .filter(one -> one.matches(method, path.substring(BASE.length())))
                .findAny();
        if (operation.isPresent() && !ANYWHERE.contains(status)) {
            check(method, operation.get().path, status, headers, body);
            return;
        }
        String where = method + " " + path + " → " + status;
        assertThat(status).as("%s is not described; body: %s", where, body).isGreaterThanOrEqualTo(400);
        assertThat(headers.firstValue("X-Request-Id")).as(where).isPresent();
        if (!method.equals("HEAD")) {
            assertThat(headers.firstValue("Content-Type").orElse("")).as(where).startsWith("application/json");
            fits("/components/schemas/ErrorAnswer", body, where);
        }
    }

    /// `template` is the path as the document has it, such as `/exports/{id}`.
    public void check(String method, String template, int status, HttpHeaders headers, String body) {
        String where = method + " " + template + " → " + status;
        String pointer = pointer("paths", template, described(method), "responses", Integer.toString(status));
        JsonNode response = document.at(pointer);
        assertThat(response.isMissingNode())
                .as("%s is not documented; body: %s", where, body)
                .isFalse();
        if (response.has("$ref")) {
            pointer = response.get("$ref").asText().substring(1);
            response = document.at(pointer);
        }
        response.path("headers").fieldNames().forEachRemaining(name -> {
            if (isDue(name, status)) {
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
        if (method.equals("HEAD")) {
            assertThat(body).as(where).isEmpty();
        } else if (type.equals("application/json")) {
            fits(pointer + pointer("content", type, "schema"), body, where);
        }
    }

    /// Scripts of other sites are refused (403) before it is known who sends them.
    private static boolean isDue(String header, int status) {
        return status == 202 || !(SOMETIMES.contains(header) || (status == 403 && header.startsWith("X-RateLimit")));
    }

    /// A HEAD is described as what it is the head of.
    private static String described(String method) {
        return method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
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
