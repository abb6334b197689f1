package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.OpenApi;
import dev.sheaf.testing.OpenApi.Operation;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.web.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description of the API says what the code does, no less and no more.
class OpenApiTest extends ServerTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Autowired
    private Catalogue catalogue;

    private final OpenApi description = new OpenApi();

    @Test
    void everyRouteIsDescribedAndEveryDescribedOneIsThere() {
        var routed = new TreeSet<String>();
        routes.getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1"))
                        .forEach(pattern -> route.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routed.add(method + " " + pattern.substring("/api/v1".length())))));
        assertThat(description.operations()).extracting(Operation::toString).hasSameElementsAs(routed);
    }

    @Test
    void everyErrorCodeIsListedAndNoOther() {
        Set<String> listed = new TreeSet<>();
        description
                .document()
                .at("/components/schemas/Error/properties/code/enum")
                .forEach(code -> listed.add(code.asText()));
        assertThat(listed)
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .map(ErrorCode::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyAnswerHasAnExampleThatFitsItsSchema() {
        for (Operation operation : description.operations()) {
            operation.description().path("responses").properties().forEach(answer -> {
                String where = operation + " " + answer.getKey();
                JsonNode response = description.resolved(answer.getValue());
                response.path("content").properties().forEach(content -> {
                    assertThat(content.getValue().has("example")).as(where).isTrue();
                    if (content.getKey().equals("application/json")) {
                        description.checkExample(content.getValue(), where);
                    }
                });
            });
        }
    }

    @Test
    void theReportsInItsExamplesAreSuchAsThereCanBe() {
        List<JsonNode> examples = description.document().findParents("filename").stream()
                .filter(parent -> !parent.path("filename").isObject())
                .toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            String name = example.path("report_type").asText();
            var parameters =
                    JsonMapper.shared().readValue(example.path("parameters").toString(), ObjectNode.class);
            ReportRequest request = catalogue.reopen(
                    name, parameters, new RowScope(Publishers.all(), Publishers.all()), Standing.OPERATOR);
            assertThat(request.parameters()).isEqualTo(parameters);
            assertThat(example.path("filename").asText())
                    .as("the file has its name from the moment of asking")
                    .isEqualTo(request.type().filename() + "-2026-11-24-0930.xlsx");
        });
    }

    @Test
    void theServerServesItToEverybodyWithItsOwnReportTypes() {
        Api stranger = new Api(server(), null);
        String served = Api.raw(stranger.request("/schema").GET()).body();
        assertThat(served).startsWith("openapi: 3.1.0").contains("operationId: listExportReports");
        assertThat(served.lines().filter(line -> line.contains("clicks_details_excel") && line.contains("enum:")))
                .hasSize(1);
    }
}
