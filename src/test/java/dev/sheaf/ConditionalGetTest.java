package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.OpenApi;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import org.junit.jupiter.api.Test;

/// Asking again for a report that one has seen already.
class ConditionalGetTest extends ServerTest {

    @Test
    void theSameReportIsNotSentAgainToTheSameViewer() {
        Person owner = people().member(1);
        long id = build(owner.api());
        Answer first = owner.api().get(id);
        String tag = first.header("ETag");

        Answer second = conditional(owner.api(), id, tag);
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.header("ETag")).isEqualTo(tag);
        assertThat(conditional(owner.api(), id, "\"other\", " + tag).status()).isEqualTo(304);
        assertThat(conditional(owner.api(), id, "W/\"other\"").status()).isEqualTo(200);
    }

    @Test
    void aTagIsGoodForItsViewerOnlyAndOnlyWhileTheyMaySeeTheReport() {
        Person owner = people().member(1);
        Person admin = people().admin(1);
        long id = build(owner.api());
        String tag = admin.api().get(id).header("ETag");

        assertThat(conditional(owner.api(), id, tag).status()).isEqualTo(200);
        assertThat(conditional(admin.api(), id, tag).status()).isEqualTo(304);
        people().leave(admin, 1);
        assertThat(conditional(admin.api(), id, tag).status()).isEqualTo(404);
    }

    @Test
    void aChangeMakesANewTag() {
        Person owner = people().member(1);
        long id = build(owner.api());
        String tag = owner.api().get(id).header("ETag");
        jdbc.sql("update sheaf.reports set version = version + 1 where id = :id")
                .param("id", id)
                .update();
        assertThat(conditional(owner.api(), id, tag).status()).isEqualTo(200);
    }

    @Test
    void whileAReportIsInFlightEveryAnswerSaysWhenToAskAgain() {
        Api member = people().member(1).api();
        try (HeldTable _ = new HeldTable(owner(), "affiliate.deals")) {
            long id = member.create("{\"report_type\": \"deals_excel\"}")
                    .export()
                    .path("id")
                    .asLong();

            Answer same = await("the report to have come as far as it can")
                    .until(() -> conditional(member, id, member.get(id).header("ETag")), each -> each.status() == 304);
            assertThat(Integer.parseInt(same.header("Retry-After"))).isPositive();

            jdbc.sql("update sheaf.reports set created_at = created_at - interval '1 hour' where id = :id")
                    .param("id", id)
                    .update();
            assertThat(Integer.parseInt(member.get(id).header("Retry-After")))
                    .as("as if it was retried long after it was asked for")
                    .isLessThan(60);
            member.delete(id);
        }
    }

    @Test
    void theTagInTheDescriptionIsLikeThoseThatAreAnswered() {
        Api member = people().member(1).api();
        String described = new OpenApi()
                .document()
                .at("/paths/~1exports~1{id}/get/parameters/1/example")
                .asText();

        assertThat(shape(described)).isEqualTo(shape(member.get(build(member)).header("ETag")));
    }

    private static String shape(String tag) {
        return tag.replaceAll("[0-9]+", "0");
    }

    private static long build(Api api) {
        return api.build("{\"report_type\": \"deals_excel\"}").path("id").asLong();
    }

    private static Answer conditional(Api api, long id, String tag) {
        return api.send(
                "/exports/{id}",
                api.request("/exports/" + id).header("If-None-Match", tag).GET());
    }
}
