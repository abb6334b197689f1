package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.util.List;
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
