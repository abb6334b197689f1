package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.OpenApi;
import dev.sheaf.testing.OpenApi.Operation;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Every described operation × every role × a report, a part and nothing: what a caller may not see answers like what
/// is not there. An operation that the matrix has no rows for fails it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BolaTest extends ServerTest {

    private static final String MATRIX = "/api/who-may-do-what.csv";
    private static final String REPORT =
            "{\"report_type\": \"clicks_details_excel\", \"search_params\": {" + ALL_DAYS + "}}";

    private static final Map<String, Operation> OPERATIONS =
            new OpenApi().operations().stream().collect(Collectors.toMap(Operation::id, Function.identity()));

    /// In the order of the table.
    private List<Api> callers = List.of();

    private Map<String, Long> reports = Map.of();

    @BeforeAll
    void askForAReportInParts() {
        People people = people();
        Api owner = people.member(1).api();
        long report = owner.build(REPORT).path("id").asLong();
        long part =
                owner.list("?parent_report_id=" + report).at("/exports/0/id").asLong();
        assertThat(part).isPositive();
        reports = Map.of("whole", report, "part", part, "none", 999_999_999_999L);
        callers = List.of(
                new Api(server(), null),
                owner,
                people.member(1).api(),
                people.admin(1).api(),
                people.operator().api(),
                people.member(2).api(),
                people.admin(2).api(),
                people.member(1, 2).api(),
                people.member().api());
    }

    @Test
    void everyDescribedOperationHasItsRows() throws IOException {
        try (InputStream in = Objects.requireNonNull(BolaTest.class.getResourceAsStream(MATRIX))) {
            String matrix = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(matrix.lines()
                            .filter(line -> !line.startsWith("#"))
                            .skip(1)
                            .map(line -> line.split(", *"))
                            .map(line -> line[0] + " on " + line[1]))
                    .containsExactlyInAnyOrderElementsOf(OPERATIONS.keySet().stream()
                            .flatMap(operation -> reports.keySet().stream().map(report -> operation + " on " + report))
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = MATRIX, useHeadersInDisplayName = true)
    void everyCallerIsAnsweredAsTheMatrixSays(ArgumentsAccessor line) {
        Operation operation = Objects.requireNonNull(OPERATIONS.get(line.getString(0)), "no such operation");
        String on = Objects.requireNonNull(line.getString(1));
        for (int i = 0; i < callers.size(); i++) {
            Api caller = callers.get(i);
            HttpResponse<String> answer = send(caller, operation, on);
            boolean likeAbsent = answer.statusCode() != 404 || alike(answer, send(caller, operation, "none"));
            assertThat(answer.statusCode() + (holds(answer, on) ? "*" : "") + (likeAbsent ? "" : "!"))
                    .as("column %d: %s", i + 3, answer.body())
                    .isEqualTo(line.getString(i + 2));
        }
    }

    private HttpResponse<String> send(Api caller, Operation operation, String on) {
        String path = operation
                .path()
                .replace("{id}", Long.toString(Objects.requireNonNull(reports.get(on), on)))
                .replace("{type}", "clicks_details_excel");
        HttpRequest.Builder request = switch (operation.id()) {
            case "listExportReports" ->
                caller.request(path + (on.equals("part") ? "?parent_report_id=" + reports.get("whole") : ""));
            case "createExportReport" ->
                caller.request(path + "?dry_run=true").header("Content-Type", "application/json");
            default -> caller.request(path);
        };
        boolean create = operation.id().equals("createExportReport");
        return Api.raw(
                request.method(operation.method(), create ? BodyPublishers.ofString(REPORT) : BodyPublishers.noBody()));
    }

    private boolean holds(HttpResponse<String> answer, String on) {
        return answer.body().contains("\"id\":" + reports.get(on) + ",");
    }

    private static boolean alike(HttpResponse<String> one, HttpResponse<String> other) {
        return one.statusCode() == other.statusCode()
                && withoutTime(one).equals(withoutTime(other))
                && Api.headerNames(one.headers()).equals(Api.headerNames(other.headers()));
    }

    private static String withoutTime(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"timestamp\":\"[^\"]*\"", "").replaceAll("\"request_id\":\"[^\"]*\"", "");
    }
}
