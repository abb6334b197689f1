package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Cases;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What asking for a report answers: a new one, the one in flight, or the one that is there already.
class CreateExportTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"country": "nl"}}
            """;

    @Autowired
    private DataSource database;

    @Test
    void aNewReportIsAcceptedWithEveryField() {
        Instant before = Instant.now();
        Answer asked;
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers")) {
            asked = people().member(1).api().create(BODY);
        }

        assertThat(asked.status()).isEqualTo(202);
        long id = asked.export().path("id").asLong();
        assertThat(asked.header("Location")).isEqualTo(server() + "/api/v1/exports/" + id);
        assertThat(Integer.parseInt(asked.header("Retry-After"))).isPositive();
        assertThat(asked.body().propertyNames()).containsExactly("export");

        ObjectNode export = (ObjectNode) asked.export().deepCopy();
        assertThat(export.remove("filename").asString()).matches("advertisers-\\d{4}-\\d\\d-\\d\\d-\\d{4}\\.csv");
        Instant created = Instant.parse(export.remove("created_at").asString());
        assertThat(Instant.parse(export.remove("updated_at").asString())).isEqualTo(created);
        assertThat(export.remove("queue_position").asLong()).isPositive();
        assertThat(created).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(export).isEqualTo(JSON.readTree("""
                {"id": %d, "report_type": "advertisers_csv", "display_name": "Advertisers",
                 "status": "pending", "status_display": "Pending",
                 "parameters": {"options": {"bom": false, "time_zone": "UTC", "formula_guard": true},
                                "index_params": {"sort_by": "name", "sort_order": "asc"},
                                "search_params": {"country": ["NL"]}},
                 "download_url": null, "download_expires_in_seconds": null,
                 "error_message": null, "progress": null, "parent_report_id": null, "chunked_export": false,
                 "started_at": null, "completed_at": null, "status_url": "%s",
                 "rows_expected": null, "rows_written": null, "size_bytes": null, "expires_at": null}
                """.formatted(id, asked.header("Location"))));
    }

    @Test
    void theSameAgainIsTheOneInFlightThenTheCompletedOneAndANewOneOnlyIfFresh() {
        Api member = people().member(1).api();
        String fresh = BODY.replaceFirst("}\\s*$", ", \"fresh\": true}");
        long id;
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers")) {
            id = member.create(BODY).export().path("id").asLong();
            for (String again : List.of(BODY, fresh)) {
                Answer twin = member.create(again);
                assertThat(twin.status()).isEqualTo(409);
                assertThat(twin.at("/error/code").asString()).isEqualTo("EXPORT_IN_FLIGHT");
                assertThat(twin.at("/error/message").asString()).contains("report " + id);
                assertThat(twin.export().path("id").asLong()).isEqualTo(id);
                assertThat(twin.header("Location")).isEqualTo(server() + "/api/v1/exports/" + id);
                assertThat(Integer.parseInt(twin.header("Retry-After"))).isPositive();
            }
            assertThat(Integer.parseInt(member.get(id).header("Retry-After"))).isPositive();
        }
        assertThat(member.awaitEnd(id).path("status").asString()).isEqualTo("completed");
        assertThat(member.get(id).header("Retry-After")).isEmpty();

        Answer deduped = member.create(BODY);
        assertThat(deduped.status()).isEqualTo(200);
        assertThat(deduped.at("/deduped").asBoolean()).isTrue();
        assertThat(deduped.export().path("id").asLong()).isEqualTo(id);
        assertThat(deduped.export().path("download_url").isString()).isTrue();

        Answer anew = member.create(fresh);
        assertThat(anew.status()).isEqualTo(202);
        long second = anew.export().path("id").asLong();
        assertThat(second).isGreaterThan(id);
        member.awaitEnd(second);
        assertThat(member.create(BODY).export().path("id").asLong())
                .as("the newest")
                .isEqualTo(second);
    }

    @Test
    void twoCallersNeverShareAReport() {
        People people = people();
        Api one = people.member(1).api();
        Api other = people.member(1).api();
        long first = one.build(BODY).path("id").asLong();
        long second = other.build(BODY).path("id").asLong();
        assertThat(second).isNotEqualTo(first);
        assertThat(one.create(BODY).export().path("id").asLong()).isEqualTo(first);
        assertThat(other.create(BODY).export().path("id").asLong()).isEqualTo(second);
    }

    /// A report that failed, or whose file is gone, is no answer to the same question.
    @Test
    void aTwinWithoutAFileDoesNotCount() {
        Person member = people().member(1);
        long id = member.api().build(BODY).path("id").asLong();
        jdbc.sql("update sheaf.reports set expires_at = now() - interval '1 second' where id = :id")
                .param("id", id)
                .update();
        assertThat(member.api().get(id).export().path("download_url").isNull()).isTrue();
        assertThat(member.api().build(BODY).path("id").asLong()).isGreaterThan(id);
    }

    @Test
    void ofFiftyAtOnceOneIsAcceptedAndAllTheOthersAreToldOfIt() throws Exception {
        Person member = people().member(1);
        var go = new CountDownLatch(1);
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 50)
                    .mapToObj(_ -> threads.submit(() -> {
                        go.await();
                        return member.api().create(BODY);
                    }))
                    .toList();
            go.countDown();
            Set<Long> ids = new HashSet<>();
            int accepted = 0;
            for (Future<Answer> answer : answers) {
                ids.add(answer.get().export().path("id").asLong());
                assertThat(answer.get().status()).isIn(202, 409);
                accepted += answer.get().status() == 202 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
            assertThat(ids).hasSize(1);
        }
        assertThat(reportsOf(member)).isEqualTo(1);
    }

    record SameMeaning(String name, List<String> bodies, String parameters) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<SameMeaning> sameMeanings() {
        return Cases.read("/api/same-meaning.yaml", SameMeaning.class);
    }

    @ParameterizedTest
    @MethodSource("sameMeanings")
    void oneMeaningIsOneReportInWhateverForm(SameMeaning meaning) {
        Person member = people().member(1, 2);
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        JsonNode parameters = JSON.readTree(meaning.parameters().replace("TODAY", today));
        try (HeldTable _ = new HeldTable(database, "affiliate.networks")) {
            Answer first = member.api().create(meaning.bodies().getFirst());
            assertThat(first.status()).as("%s", first.body()).isEqualTo(202);
            assertThat(first.at("/export/parameters")).isEqualTo(parameters);
            for (String body : meaning.bodies()) {
                Answer again = member.api().create(body.replace("TODAY", today));
                assertThat(again.status()).as("%s: %s", body, again.body()).isEqualTo(409);
                assertThat(again.at("/export/id")).isEqualTo(first.at("/export/id"));
            }
        }
        assertThat(member.api().awaitEnd(first(member)).path("status").asString())
                .isEqualTo("completed");
    }

    static Stream<String> otherMeanings() {
        return Cases.read("/api/other-meanings.yaml", String.class);
    }

    @Test
    void anotherMeaningIsAnotherReport() {
        Person member = people().member(1, 2);
        try (HeldTable _ = new HeldTable(database, "affiliate.networks")) {
            otherMeanings().forEach(body -> {
                Answer answer = member.api().create(body);
                assertThat(answer.status()).as("%s: %s", body, answer.body()).isEqualTo(202);
            });
        }
        assertThat(reportsOf(member)).isEqualTo(otherMeanings().count());
    }

    @Test
    void aDryRunChangesNothingAndIsIgnoredWhereNothingIsAskedFor() {
        Person member = people().member(1);
        Answer dry = dryRun(member, BODY);
        assertThat(dry.status()).isEqualTo(200);
        assertThat(dry.at("/would").asString()).isEqualTo("accepted");
        assertThat(reportsOf(member)).isZero();

        long id = member.api().build(BODY).path("id").asLong();
        assertThat(member.api().list("?dry_run=true").at("/exports/0/id").asLong())
                .isEqualTo(id);
        Answer got = member.api().send("/exports/{id}", member.api().request("/exports/" + id + "?dry_run=true"));
        assertThat(got.export().path("download_url").isString()).isTrue();
    }

    @Test
    void aDryRunSaysWhatWouldComeOfIt() {
        Person member = people().member(1);
        // Columns that nobody else asks for, since estimates go by all reports that have the same ones.
        String rest = """
                "report_type": "clicks_details_excel", "index_params": {"columns": "landing_url,id,referrer"},
                "search_params": {"start_date": "2026-07-01", "end_date": "2026-10-31"}}
                """;
        long rows = jdbc.sql("""
                select count(*) from affiliate.clicks
                where publisher_id = 1 and clicked_at >= '2026-07-01T00:00Z' and clicked_at < '2026-11-01T00:00Z'
                """).query(Long.class).single();
        JsonNode built = member.api().build("{" + rest);

        Answer again = dryRun(member, "{" + rest);
        assertThat(again.at("/would").asString()).isEqualTo("deduped");
        assertThat(again.export().path("id")).isEqualTo(built.path("id"));
        JsonNode estimate = again.body().path("estimate");
        assertThat(estimate.path("rows").asLong()).isEqualTo(rows);
        assertThat(estimate.path("rows_exact").asBoolean()).isTrue();
        assertThat(estimate.path("parts").asLong()).isEqualTo((rows + PART_ROWS - 1) / PART_ROWS);
        assertThat(estimate.path("measured_reports").asInt()).isEqualTo(1);
        assertThat(estimate.path("seconds").isNumber()).isTrue();
        assertThat(estimate.path("bytes").asLong())
                .isCloseTo(built.path("size_bytes").asLong(), withinPercentage(1));

        assertThat(dryRun(member, "{\"fresh\": true, " + rest).at("/would").asString())
                .isEqualTo("accepted");
        assertThat(dryRun(member, "{\"report_type\": \"clicks_details_excel\"}").status())
                .isEqualTo(422);
    }

    private static Answer dryRun(Person person, String body) {
        var request = person.api().request("/exports?dry_run=true").header("Content-Type", "application/json");
        return person.api().send("/exports", request.POST(BodyPublishers.ofString(body)));
    }

    private long first(Person person) {
        return person.api().list("").at("/exports/0/id").asLong();
    }

    private long reportsOf(Person person) {
        return jdbc.sql("select count(*) from sheaf.reports where requested_by = :user and parent_id is null")
                .param("user", person.id().value())
                .query(Long.class)
                .single();
    }
}
