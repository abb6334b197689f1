package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who did what is on record, and stays there.
class AuditTest extends ServerTest {

    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"country": "%s"}}
            """;

    @Test
    void askingCancellingRetryingDownloadingAndErasingAreOnRecord() {
        Person member = people().member(1);
        long id;
        try (HeldTable _ = new HeldTable(owner(), "affiliate.advertisers")) {
            id = member.api().create(BODY.formatted("nl")).export().path("id").asLong();
            member.api().delete(id);
            member.api().delete(id);
            member.api().retry(id);
        }
        member.api().awaitEnd(id);
        long second = member.api().build(BODY.formatted("de")).path("id").asLong();
        member.api().list("");
        member.api().delete(id);
        Api.raw(member.api().request("/exports/" + second + "/events").header("Accept", "text/event-stream"));

        String both = "{" + second + "," + id + "}";
        String one = "{" + id + "}";
        String other = "{" + second + "}";
        assertThat(records(member))
                .containsExactly(
                        "requested " + one,
                        "cancelled " + one,
                        "retried " + one,
                        "downloaded " + one,
                        "requested " + other,
                        "downloaded " + other,
                        "downloaded " + both,
                        "erased " + one,
                        "downloaded " + other);
        assertThat(jdbc.sql("select distinct address from sheaf.audit where user_id = ?")
                        .param(member.id().value())
                        .query(String.class)
                        .single())
                .isEqualTo("127.0.0.1");
    }

    /// An admin's list is read by another statement where there are fewer reports than it asks for.
    @Test
    void aListPutsExactlyTheLinksThatItGivesOnRecord() {
        Person member = people().member(1);
        for (String country : List.of("nl", "de", "us")) {
            member.api().build(BODY.formatted(country));
        }
        jdbc.sql("update sheaf.reports set expires_at = now() where id = ?")
                .param(given(member.api().list("?limit=1")).getFirst())
                .update();
        Person lost = people().member(1, 2);
        lost.api().build(BODY.formatted("nl"));
        people().leave(lost, 2);
        lost.api().build(BODY.formatted("de"));

        for (Person viewer : List.of(member, lost, people().admin(1), people().operator())) {
            for (String query : List.of("?limit=2", "?limit=100", "?status=failed", "?limit=1")) {
                List<String> before = records(viewer);
                List<Long> given = given(viewer.api().list(query));

                List<String> added = records(viewer);
                assertThat(added.subList(before.size(), added.size()))
                        .as(query)
                        .isEqualTo(given.isEmpty() ? List.of() : List.of("downloaded " + array(given)));
            }
        }
        assertThat(given(member.api().list(""))).hasSize(2);
        assertThat(given(lost.api().list(""))).hasSize(1);
    }

    private static List<Long> given(Answer list) {
        return list.body()
                .path("exports")
                .valueStream()
                .filter(export -> !export.path("download_url").isNull())
                .map(export -> export.path("id").asLong())
                .toList();
    }

    private static String array(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private List<String> records(Person person) {
        return jdbc.sql("select action || ' ' || report_ids::text from sheaf.audit where user_id = ? order by id")
                .param(person.id().value())
                .query(String.class)
                .list();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update sheaf.audit set user_id = 0",
                "delete from sheaf.audit",
                "truncate sheaf.audit",
                "drop table sheaf.audit",
                "alter table sheaf.audit disable trigger all",
                "grant delete on sheaf.audit to current_user"
            })
    void theServersRoleCannotChangeTheRecord(String change) {
        assertThatThrownBy(() -> {
                    // To grant what one may not grant is only warned of.
                    jdbc.sql(change).update();
                    jdbc.sql("delete from sheaf.audit").update();
                })
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update sheaf.audit set user_id = 0", "delete from sheaf.audit", "truncate sheaf.audit"})
    void norDoesTheOwnerChangeItByMistake(String change) {
        assertThatThrownBy(() -> JdbcClient.create(owner()).sql(change).update())
                .rootCause()
                .hasMessageMatching("(?s).*(only ever added to|permission denied).*");
    }
}
