package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Users.Role;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Access is decided anew at every look: what somebody may no longer see is withheld from the next answer on.
class LostAccessTest extends ServerTest {

    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"status": "stopped"}}
            """;

    @Test
    void onesOwnReportStaysListedWithoutItsFileAndSaysWhy() {
        People people = people();
        Person member = people.member(1, 2);
        JsonNode built = member.api().build(BODY);
        assertThat(built.path("download_url").isString()).isTrue();

        people.leave(member, 2);

        long id = built.path("id").asLong();
        for (JsonNode withheld : List.of(member.api().get(id).export(), only(member.api()))) {
            assertThat(withheld.path("id").asLong()).isEqualTo(id);
            assertThat(withheld.path("status").asString()).isEqualTo("completed");
            assertThat(withheld.path("download_url").isNull()).isTrue();
            assertThat(withheld.path("download_expires_in_seconds").isNull()).isTrue();
            assertThat(withheld.path("error_message").asString())
                    .contains("rows that you may no longer see")
                    .contains("Ask for it again");
        }

        people.join(member, Role.MEMBER, 2);
        JsonNode regained = member.api().get(id).export();
        assertThat(regained.path("download_url").isString()).isTrue();
        assertThat(regained.path("error_message").isNull()).isTrue();
    }

    /// No shipped type has columns for some only, so the report is made one that has.
    @Test
    void aFileWithColumnsForAdminsOrOperatorsIsForThoseOnly() {
        People people = people();
        Person builder = people.admin(1);
        Person admin = people.admin(1);
        Person operator = people.operator();
        long id = builder.api().build(BODY).path("id").asLong();

        needs(id, "admin");
        assertThat(admin.api().get(id).export().path("download_url").isString()).isTrue();
        people.join(builder, Role.MEMBER, 1);
        assertThat(builder.api().get(id).export().path("download_url").isNull()).isTrue();

        needs(id, "operator");
        assertGone(admin.api(), id);
        assertThat(operator.api().get(id).export().path("download_url").isString())
                .isTrue();
    }

    /// Of a report in parts, whether it is planned or cut as it flows.
    @ParameterizedTest
    @CsvSource({"clicked_at, ranged", "commission_amount, streamed"})
    void aPartIsForThoseOnlyWhoMaySeeItsReport(String sort, String kind) {
        People people = people();
        Person builder = people.admin(1, 2);
        Api half = people.join(people.admin(1), Role.MEMBER, 2).api();
        long id;
        try (HeldTable _ = new HeldTable(owner(), "affiliate.clicks")) {
            id = builder.api()
                    .create("""
                    {"report_type": "clicks_details_excel", "search_params": {%s}, "index_params": {"sort_by": "%s"}}
                    """.formatted(ALL_DAYS, sort))
                    .export()
                    .path("id")
                    .asLong();
            needs(id, "admin");
        }
        builder.api().awaitEnd(id);
        assertThat(builder.api().manifest(id).at("/manifest/plan/kind").asString())
                .isEqualTo(kind);
        String parts = "?parent_report_id=" + id;
        long part = builder.api().list(parts).at("/exports/0/id").asLong();
        assertThat(builder.api().get(part).status()).isEqualTo(200);

        assertThat(half.get(id).status()).isEqualTo(404);
        assertThat(half.get(part).status()).isEqualTo(404);
        assertThat(half.delete(part).status()).isEqualTo(404);
        assertThat(half.list(parts).at("/meta/count").asInt()).isZero();
    }

    private void needs(long report, String standing) {
        jdbc.sql("update sheaf.reports set standing = ? where id = ?")
                .param(standing)
                .param(report)
                .update();
    }

    @Test
    void askingAgainAfterTheLossGivesAnotherReportOverLess() {
        People people = people();
        Person member = people.member(1, 2);
        JsonNode before = member.api().build(BODY);
        people.leave(member, 2);
        JsonNode after = member.api().build(BODY);
        assertThat(after.path("id").asLong()).isNotEqualTo(before.path("id").asLong());
        assertThat(after.path("rows_written").asLong())
                .isEqualTo(rows(1))
                .isLessThan(before.path("rows_written").asLong());
        assertThat(before.path("rows_written").asLong()).isEqualTo(rows(1) + rows(2));
    }

    @Test
    void reportsOfOthersVanishWithTheRoleOrThePublisher() {
        People people = people();
        Person member = people.member(3);
        Person admin = people.admin(3);
        long id = member.api().build(BODY).path("id").asLong();
        assertThat(admin.api().get(id).status()).isEqualTo(200);

        people.join(admin, Role.MEMBER, 3);
        assertGone(admin.api(), id);

        people.join(admin, Role.ADMIN, 3);
        assertThat(admin.api().get(id).export().path("download_url").isString()).isTrue();
        people.leave(admin, 3);
        assertGone(admin.api(), id);
    }

    @Test
    void reportsOfSomebodyWhoLeftVanishForTheAdminsTheyLeft() {
        People people = people();
        Person member = people.member(4);
        Person admin = people.admin(4);
        long id = member.api().build(BODY).path("id").asLong();
        assertThat(admin.api().get(id).status()).isEqualTo(200);

        people.leave(member, 4);

        assertGone(admin.api(), id);
        assertThat(member.api().get(id).export().path("download_url").isNull()).isTrue();
    }

    private static void assertGone(Api viewer, long id) {
        assertThat(viewer.get(id).status()).isEqualTo(404);
        assertThat(viewer.list("")
                        .at("/exports")
                        .valueStream()
                        .map(export -> export.path("id").asLong()))
                .doesNotContain(id);
    }

    private static JsonNode only(Api viewer) {
        Answer list = viewer.list("");
        assertThat(list.at("/meta/count").asInt()).isEqualTo(1);
        return list.at("/exports/0");
    }

    private long rows(long publisher) {
        return jdbc.sql("""
                select count(*) from affiliate.advertisers where publisher_id = :publisher and program_status = 'stopped'
                """).param("publisher", publisher).query(Long.class).single();
    }
}
