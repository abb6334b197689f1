package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Real answers of the list, held to the response schema of the published API page.
class ListSchemaTest extends ServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyReportInTheListFitsThePublishedSchemaAndHasEveryFieldOfIt() throws IOException {
        Api operator = as("operator");
        operator.build("""
                {"report_type": "clicks_details_excel", "search_params": {%s}, "options": {"time_zone": "Asia/Tokyo"}}
                """.formatted(ALL_DAYS));
        operator.build("""
                {"report_type": "advertisers_csv", "search_params": {"status": "approved"}}
                """);

        JsonNode body = JSON.readTree(
                Api.raw(operator.request("/exports?limit=100&dry_run=true").GET())
                        .body());

        JsonNode published = published();
        assertThat(schema(published).validate(body)).isEmpty();
        List<String> missing = new ArrayList<>();
        Set<String> seenNotNull = new HashSet<>();
        walk(published, body, "", missing, seenNotNull);
        assertThat(missing).as("fields that are absent").isEmpty();
        assertThat(seenNotNull)
                .as("fields that had a value at least once")
                .contains(
                        "/exports/download_url",
                        "/exports/download_expires_in_seconds",
                        "/exports/filename",
                        "/exports/progress/parts_ready",
                        "/exports/progress/total_parts",
                        "/exports/status_url",
                        "/exports/started_at",
                        "/exports/completed_at",
                        "/meta/count",
                        "/meta/limit");
    }

    private static void walk(JsonNode schema, JsonNode value, String path, List<String> missing, Set<String> seen) {
        if (value.isNull()) {
            return;
        }
        seen.add(path);
        if (schema.has("items")) {
            assertThat(value).as(path).isNotEmpty();
            value.forEach(element -> walk(schema.get("items"), element, path, missing, seen));
        }
        schema.path("properties").properties().forEach(property -> {
            String field = path + "/" + property.getKey();
            if (value.has(property.getKey())) {
                walk(property.getValue(), value.get(property.getKey()), field, missing, seen);
            } else {
                missing.add(field);
            }
        });
    }

    private static JsonNode published() throws IOException {
        try (InputStream in = ListSchemaTest.class.getResourceAsStream("/list-export-reports.response.json")) {
            JsonNode response = JSON.readTree(Objects.requireNonNull(in));
            return response.path("content").path("application/json").path("schema");
        }
    }

    private static JsonSchema schema(JsonNode published) {
        JsonNode converted = published.deepCopy();
        convertNullable(converted);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        converted,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    /// OpenAPI 3.0 says `nullable: true` where JSON Schema says `type: [T, "null"]`.
    private static void convertNullable(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("nullable").asBoolean()) {
            ArrayNode types = JSON.createArrayNode().add(object.get("type")).add("null");
            object.set("type", types);
            object.remove("nullable");
        }
        node.forEach(ListSchemaTest::convertNullable);
    }
}
