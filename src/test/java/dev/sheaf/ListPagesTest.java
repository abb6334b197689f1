package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The list by page and by filter.
class ListPagesTest extends ServerTest {

    @Test
    void pagesFollowEachOtherWithoutGapOrOverlapWhileNewReportsCome() {
        Api member = people().member(1).api();
        List<Long> asked =
                IntStream.range(0, 7).mapToObj(i -> ask(member, "p" + i)).toList();

        List<Long> seen = new ArrayList<>();
        Answer page = member.list("?limit=3");
        while (true) {
            page.at("/exports").forEach(export -> seen.add(export.path("id").asLong()));
            if (!page.at("/meta/has_more").asBoolean()) {
                break;
            }
            ask(member, "later" + seen.size());
            page = member.list("?limit=3&cursor=" + page.at("/meta/next_cursor").asString());
        }

        assertThat(seen).containsExactlyElementsOf(asked.reversed());
        assertThat(page.at("/meta/next_cursor").isNull()).isTrue();
    }

    @Test
    void filtersNarrowTheList() {
        Api member = people().member(1).api();
        long csv = ask(member, "one");
        long excel = member.create("{\"report_type\": \"deals_excel\"}")
                .export()
                .path("id")
                .asLong();
        member.awaitEnd(csv);
        member.awaitEnd(excel);

        assertThat(ids(member.list("?report_type=deals_excel"))).containsExactly(excel);
        assertThat(ids(member.list("?status=completed&report_type=advertisers_csv")))
                .containsExactly(csv);
        assertThat(ids(member.list("?status=failed"))).isEmpty();
        assertThat(ids(member.list("?status=&report_type="))).containsExactly(excel, csv);
    }

    /// Lists keep what they have written of a report.
    @Test
    void aListSaysWhatTheReportItselfSaysToThisViewerAtThisTime() {
        Person member = people().member(1, 2);
        long id = ask(member.api(), "\\\"download_url\\\":null,\\\"download_expires_in_seconds\\\":null");
        assertThat(listed(member, id).path("id").asLong()).isEqualTo(id);
        member.api().awaitEnd(id);
        Person admin = people().admin(1, 2);
        List<Person> viewers = List.of(member, admin, people().operator());

        for (int round = 0; round < 2; round++) {
            assertThat(viewers).allSatisfy(viewer -> {
                assertThat(listed(viewer, id))
                        .isEqualTo(shown(viewer.api().get(id).export()));
            });
        }
        people().leave(member, 2);
        assertThat(listed(member, id)).isEqualTo(shown(member.api().get(id).export()));
        assertThat(listed(member, id).path("download_url").isNull()).isTrue();
        assertThat(listed(admin, id).path("download_url").isNull()).isFalse();

        assertThat(member.api().delete(id).status()).isEqualTo(204);
        for (Person viewer : viewers) {
            assertThat(listed(viewer, id)).isEqualTo(shown(viewer.api().get(id).export()));
            assertThat(listed(viewer, id).path("download_url").isNull()).isTrue();
        }
    }

    private static JsonNode listed(Person viewer, long id) {
        List<JsonNode> found = viewer.api()
                .list("?limit=100")
                .at("/exports")
                .valueStream()
                .filter(export -> export.path("id").asLong() == id)
                .toList();
        assertThat(found).hasSize(1);
        return shown(found.getFirst());
    }

    /// Two links to one file differ in the second in which they were signed.
    private static JsonNode shown(JsonNode export) {
        ObjectNode shown = ((ObjectNode) export).deepCopy();
        if (!shown.path("download_url").isNull()) {
            String link = shown.path("download_url").asString();
            shown.put("download_url", link.replaceAll("X-Amz-(Date|Expires|Signature)=[^&]*", ""));
            shown.put(
                    "download_expires_in_seconds",
                    shown.path("download_expires_in_seconds").asLong() > 0);
        }
        return shown;
    }

    @Test
    void thePartsOfAReportAreListedForThoseWhoMaySeeItOnly() {
        Person owner = people().admin(1, 2, 3);
        long parent = owner.api().build("""
                {"report_type": "clicks_details_excel", "search_params": {%s}, "options": {"time_zone": "Asia/Dubai"}}
                """.formatted(ALL_DAYS)).path("id").asLong();

        Answer parts = owner.api().list("?limit=100&parent_report_id=" + parent);
        int total = owner.api().get(parent).at("/export/progress/total_parts").asInt();
        assertThat(total).isGreaterThan(1);
        assertThat(parts.at("/exports")).hasSize(total).allSatisfy(part -> {
            assertThat(part.path("parent_report_id").asLong()).isEqualTo(parent);
            assertThat(part.path("status").asString()).isEqualTo("completed");
            assertThat(part.path("download_url").isNull()).isTrue();
            assertThat(part.path("filename").isNull()).isTrue();
            assertThat(part.path("expires_at").isNull()).isTrue();
        });
        assertThat(ids(people().admin(2).api().list("?parent_report_id=" + parent)))
                .isEmpty();
        assertThat(ids(owner.api().list("?parent_report_id=999999999"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=done | pending, processing, completed, failed",
                "status=COMPLETED | pending, processing, completed, failed",
                "report_type=clicks | clicks_details_excel",
                "parent_report_id=0 | the id of a report",
                "parent_report_id=x | the id of a report",
                "cursor=abc | meta.next_cursor",
                "cursor=YmVmb3JlOi0x | meta.next_cursor",
                "limit=0 | positive"
            })
    void aWrongFilterIsToldWhatItMustBe(String query, String told) {
        HttpResponse<String> answer =
                Api.raw(people().member(1).api().request("/exports?" + query).GET());
        assertThat(ErrorAnswer.check(answer, 400, "BAD_REQUEST").path("message").asString())
                .contains(told)
                .contains(query.substring(0, query.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Limit", "Status", "Report_type", "Parent_report_id", "Cursor"})
    void aHeaderOfTheSameNameIsNoFilter(String name) {
        Api member = people().member(1).api();
        Answer answer = member.send(
                "/exports", member.request("/exports").header(name, "x").GET());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/meta/limit").asInt()).isEqualTo(25);
    }

    @Test
    void aFilterThatComesTwiceIsRefused() {
        HttpResponse<String> answer = Api.raw(
                people().member(1).api().request("/exports?limit=1&limit=2").GET());
        ErrorAnswer.check(answer, 400, "BAD_REQUEST");
    }

    private static long ask(Api who, String name) {
        return who.create(
                        "{\"report_type\": \"advertisers_csv\", \"search_params\": {\"name\": \"%s\"}}".formatted(name))
                .export()
                .path("id")
                .asLong();
    }

    private static List<Long> ids(Answer list) {
        List<Long> ids = new ArrayList<>();
        list.at("/exports").forEach(export -> ids.add(export.path("id").asLong()));
        return ids;
    }
}
