package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.OpenApi;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every described operation on one report × every role × reports, parts and nothing: what a caller may not see
/// answers like what is not there. The operations come from `openapi.yaml`, so a new one is held to this at once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BolaTest extends ServerTest {

    private static final long ABSENT = 999_999_999_999L;

    private final Map<String, Api> seers = new LinkedHashMap<>();
    private final Map<String, Api> strangers = new LinkedHashMap<>();
    private long report;
    private long part;

    record Operation(String method, String path) {}

    static Stream<Operation> operations() {
        JsonNode paths = new OpenApi().document().path("paths");
        return paths.properties().stream()
                .filter(path -> path.getKey().contains("{id}"))
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("operationId"))
                        .map(operation -> new Operation(operation.getKey().toUpperCase(Locale.ROOT), path.getKey())));
    }

    @BeforeAll
    void askForAReportInParts() {
        People people = people();
        Api owner = people.member(1).api();
        report = owner.build("{\"report_type\": \"clicks_details_excel\", \"search_params\": {" + ALL_DAYS + "}}")
                .path("id")
                .asLong();
        part = owner.list("?parent_report_id=" + report).at("/exports/0/id").asLong();
        assertThat(part).isPositive();
        seers.put("owner", owner);
        seers.put("admin", people.admin(1).api());
        seers.put("operator", people.operator().api());
        strangers.put("colleague", people.member(1).api());
        strangers.put("member of another", people.member(2).api());
        strangers.put("admin of another", people.admin(2).api());
        strangers.put("agency", people.member(1, 2).api());
        strangers.put("nobody's member", people.member().api());
    }

    @Test
    void thereAreOperationsToTry() {
        assertThat(operations()).contains(new Operation("GET", "/exports/{id}"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsForeignAnswersLikeWhatIsAbsent(Operation operation) {
        strangers.forEach((who, stranger) -> {
            HttpResponse<String> absent = send(stranger, operation, ABSENT);
            assertThat(absent.statusCode()).as("%s %s", who, operation).isEqualTo(404);
            for (long id : List.of(report, part)) {
                HttpResponse<String> foreign = send(stranger, operation, id);
                assertThat(foreign.statusCode())
                        .as("%s %s %d", who, operation, id)
                        .isEqualTo(404);
                assertThat(withoutTime(foreign))
                        .as("%s %s %d", who, operation, id)
                        .isEqualTo(withoutTime(absent));
                assertThat(names(foreign)).isEqualTo(names(absent));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whoMaySeeAReportIsAnswered(Operation operation) {
        if (operation.method().equals("GET")) {
            seers.forEach(
                    (who, seer) -> assertThat(send(seer, operation, report).statusCode())
                            .as("%s %s", who, operation)
                            .isEqualTo(200));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void withoutAKeyNothingIsTold(Operation operation) {
        Api none = new Api(server(), null);
        for (long id : List.of(report, part, ABSENT)) {
            assertThat(send(none, operation, id).statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> send(Api caller, Operation operation, long id) {
        String path = operation.path().replace("{id}", Long.toString(id));
        return Api.raw(caller.request(path).method(operation.method(), BodyPublishers.noBody()));
    }

    private static String withoutTime(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"timestamp\":\"[^\"]*\"", "").replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static List<String> names(HttpResponse<String> answer) {
        return answer.headers().map().keySet().stream()
                .filter(name -> !name.equalsIgnoreCase("connection"))
                .sorted()
                .toList();
    }
}
