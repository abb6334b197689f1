package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Users.Role;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;

/// Who is told about which report, whose rows stand in whose file, and who may ask for whose.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeMatrixTest extends ServerTest {

    private static final long A = 1;
    private static final long B = 2;

    /// The reports of the matrix by the names of their columns, in the order of the table.
    private final Map<String, Long> reports = new LinkedHashMap<>();

    private final Map<String, Api> callers = new LinkedHashMap<>();

    /// The rows of each type for some publishers, asked of the database without a line of ours.
    private static final Map<String, String> ROWS = Map.of(
            "advertisers_csv", "select id from affiliate.advertisers where publisher_id = any(:publishers)",
            "deals_excel", """
                    select d.id from affiliate.deals d, affiliate.advertisers a
                    where d.advertiser_id = a.id and a.publisher_id = any(:publishers)
                    """,
            "clicks_details_excel", """
                    select id from affiliate.clicks
                    where publisher_id = any(:publishers)
                      and clicked_at >= '2026-11-01 00:00:00Z' and clicked_at < '2026-11-08 00:00:00Z'
                    """,
            "hot_advertisers_excel", """
                    select advertiser_id from affiliate.clicks
                    where publisher_id = any(:publishers)
                      and clicked_at >= '2026-08-26 00:00:00Z' and clicked_at < '2026-11-24 00:00:00Z'
                    group by advertiser_id having count(*) >= 5
                    """);

    private static final Map<String, String> SEARCH = Map.of(
            "advertisers_csv", "",
            "deals_excel", "",
            "clicks_details_excel", "\"start_date\": \"2026-11-01\", \"end_date\": \"2026-11-07\"",
            "hot_advertisers_excel", "\"as_of\": \"2026-11-24\", \"period\": 90, \"min_clicks\": 5, \"top\": 5000");

    @BeforeAll
    void askForTheReportsOfTheMatrix() {
        People people = people();
        callers.put("member of A", people.member(A).api());
        callers.put("colleague", people.member(A).api());
        callers.put("admin of A", people.admin(A).api());
        callers.put("member of B", people.member(B).api());
        callers.put("admin of B", people.admin(B).api());
        callers.put("agency", people.member(A, B).api());
        callers.put("agency admin", people.admin(A, B).api());
        callers.put("half admin", people.join(people.admin(A), Role.MEMBER, B).api());
        callers.put("outsider", people.admin(3).api());
        callers.put("nobody", people.member().api());
        callers.put("operator", people.operator().api());
        ask("member of A", "member of A", "");
        ask("admin of A", "admin of A", "");
        ask("member of B", "member of B", "");
        ask("agency A+B", "agency", "");
        ask("agency for A", "agency", "\"publisher_id\": 1");
        ask("agency for B", "agency", "\"publisher_id\": 2");
        ask("operator", "operator", "");
        ask("operator for A", "operator", "\"publisher_id\": 1");
    }

    private void ask(String report, String caller, String search) {
        JsonNode export = as(caller).build("""
                {"report_type": "advertisers_csv", "search_params": {%s}, "index_params": {"columns": "id"}}
                """.formatted(search));
        reports.put(report, export.path("id").asLong());
    }

    @Override
    protected Api as(String who) {
        return Objects.requireNonNull(callers.get(who), who);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/api/who-sees-what.csv", useHeadersInDisplayName = true)
    void theListAndTheLookUpTellAViewerOfTheSameReports(ArgumentsAccessor line) {
        Api viewer = as(Objects.requireNonNull(line.getString(0)));
        Set<Long> told = new TreeSet<>();
        int column = 1;
        for (long id : reports.values()) {
            if (Objects.equals(line.getString(column++), "yes")) {
                told.add(id);
            }
        }

        Set<Long> listed = new TreeSet<>(ids(viewer.list("?limit=100")));
        listed.retainAll(reports.values());
        assertThat(listed).as("listed, of %s", reports).isEqualTo(told);
        reports.forEach((report, id) -> {
            Answer found = viewer.get(id);
            assertThat(found.status()).as(report).isEqualTo(told.contains(id) ? 200 : 404);
            assertThat(found.export().path("download_url").isString())
                    .as(report)
                    .isEqualTo(told.contains(id));
        });
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/api/whose-rows.csv", useHeadersInDisplayName = true)
    void aFileHoldsExactlyTheRowsOfTheCallersPublishers(String caller, String publisherId, @Nullable String rows) {
        Map<String, Long> asked = new LinkedHashMap<>();
        SEARCH.forEach((type, search) -> {
            String narrowed = publisherId.equals("-") ? "" : "\"publisher_id\": \"" + publisherId + "\"";
            String both = search.isEmpty() || narrowed.isEmpty() ? search + narrowed : search + ", " + narrowed;
            Answer answer =
                    as(caller).create("""
                    {"report_type": "%s", "search_params": {%s}, "index_params": {"columns": ["%s"]}, "fresh": true}
                    """.formatted(type, both, type.startsWith("hot") ? "advertiser_id" : "id"));
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
            asked.put(type, answer.export().path("id").asLong());
        });
        Long[] publishers = rows == null
                ? new Long[0]
                : Arrays.stream(rows.split(" ")).map(Long::valueOf).toArray(Long[]::new);
        asked.forEach((type, id) -> {
            List<String> ids = Downloaded.rows(as(caller).awaitEnd(id), folder).stream()
                    .map(row -> row.values().iterator().next())
                    .toList();
            List<String> expected = jdbc.sql(Objects.requireNonNull(ROWS.get(type)))
                    .param("publishers", publishers)
                    .query(String.class)
                    .list();
            assertThat(expected.isEmpty()).as(type).isEqualTo(publishers.length == 0);
            assertThat(ids).as(type).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/api/who-may-narrow.csv", useHeadersInDisplayName = true)
    void onlyOnesOwnPublishersCanBeAskedFor(String caller, String publisherId, int status) {
        Answer answer = as(caller).create("""
                {"report_type": "advertisers_csv", "search_params": {"publisher_id": "%s"},
                 "index_params": {"columns": ["name"]}}
                """.formatted(publisherId));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        if (status == 202) {
            assertThat(answer.at("/export/parameters/search_params/publisher_id")
                            .toString())
                    .isEqualTo("[" + publisherId + "]");
        } else {
            assertThat(answer.at("/error/details").toString())
                    .isEqualTo("[{\"path\":\"search_params.publisher_id\","
                            + "\"message\":\"must be a publisher that you belong to\"}]");
        }
    }

    @Test
    void aForeignReportAndAMissingOneAreAnsweredAlike() {
        Answer foreign = as("outsider").get(Objects.requireNonNull(reports.get("operator")));
        Answer missing = as("outsider").get(999_999_999);
        assertThat(foreign.status()).isEqualTo(404).isEqualTo(missing.status());
        assertThat(timeless(foreign)).isEqualTo(timeless(missing));
        assertThat(Api.headerNames(foreign.headers())).isEqualTo(Api.headerNames(missing.headers()));
    }

    @Test
    void aPartIsAsVisibleAsItsReport() {
        JsonNode whole = as("agency").build("""
                {"report_type": "clicks_details_excel", "search_params": {%s}, "index_params": {"columns": "id"}}
                """.formatted(ALL_DAYS));
        long id = whole.path("id").asLong();
        assertThat(whole.path("chunked_export").asBoolean()).isTrue();
        assertThat(whole.path("progress").path("parts_ready").asInt())
                .isEqualTo(whole.path("progress").path("total_parts").asInt());
        List<Long> parts = jdbc.sql("select id from sheaf.reports where parent_id = :id order by id")
                .param("id", id)
                .query(Long.class)
                .list();
        assertThat(parts).hasSize(whole.path("progress").path("total_parts").asInt());
        for (String seer : List.of("agency", "agency admin", "half admin", "operator")) {
            JsonNode part = as(seer).get(parts.getFirst()).export();
            assertThat(part.path("parent_report_id").asLong()).as(seer).isEqualTo(id);
            assertThat(part.path("status").asString()).as(seer).isEqualTo("completed");
            assertThat(part.path("chunked_export").asBoolean()).as(seer).isFalse();
            for (String none : List.of("download_url", "download_expires_in_seconds", "filename", "expires_at")) {
                assertThat(part.path(none).isNull()).as("%s for %s", none, seer).isTrue();
            }
        }
        for (String stranger : List.of("member of A", "admin of A", "admin of B", "outsider", "nobody")) {
            assertThat(as(stranger).get(parts.getFirst()).status()).as(stranger).isEqualTo(404);
        }
        assertThat(ids(as("agency").list("?limit=100"))).contains(id).doesNotContainAnyElementsOf(parts);
    }

    private static List<Long> ids(Answer list) {
        return list.at("/exports")
                .valueStream()
                .map(export -> export.path("id").asLong())
                .toList();
    }

    private static String timeless(Answer answer) {
        return answer.body().toString().replaceAll("\"(timestamp|request_id)\":\"[^\"]*\"", "\"$1\":\"…\"");
    }
}
