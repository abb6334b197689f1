package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.UserId;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Cases;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What the API refuses, and how well it says so. Nothing refused leaves a trace.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestTest extends ServerTest {

    private static final int GREATEST_BODY = 64 * 1024;
    private static final String GOOD =
            "{\"report_type\": \"advertisers_csv\", \"search_params\": {\"domain\": \"none\"}}";

    private Person member = new Person(new UserId(0), "", new Api("", null));

    @BeforeAll
    void somebody() {
        member = people().member(1);
    }

    private Api api() {
        return member.api();
    }

    record Wrong(String path, String message) {}

    record Unfit(String name, String body, List<Wrong> details) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Unfit> unfit() {
        return Cases.read("/api/unfit-bodies.yaml", Unfit.class);
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void everyViolationIsNamedByItsPathInOneAnswer(Unfit unfit) {
        Answer answer = api().create(unfit.body());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.at("/error/code").asString()).isEqualTo("INVALID_REQUEST");
        List<Wrong> found = answer.at("/error/details")
                .valueStream()
                .map(detail -> new Wrong(
                        detail.path("path").asString(), detail.path("message").asString()))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(unfit.details());
        assertNothingAskedFor();
    }

    record NoJson(String name, String body, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<NoJson> noJson() {
        return Cases.read("/api/no-json.yaml", NoJson.class);
    }

    @ParameterizedTest
    @MethodSource("noJson")
    void whatIsNoJsonObjectIsRefusedWithTheSpot(NoJson wrong) {
        Answer answer = api().create(wrong.body());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.at("/error/code").asString()).isEqualTo("MALFORMED_JSON");
        assertThat(answer.at("/error/message").asString()).isEqualTo(wrong.message());
        assertNothingAskedFor();
    }

    @Test
    void bytesThatAreNoUtf8AreNoJsonEither() {
        byte[] body = GOOD.replace("none", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        Answer answer = api().send("/exports", post("application/json").POST(BodyPublishers.ofByteArray(body)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/error/code").asString()).isEqualTo("MALFORMED_JSON");
        assertNothingAskedFor();
    }

    @Test
    void aBodyMayHave64KiBAndNoByteMore() {
        byte[] atMost = GOOD.concat(" ".repeat(GREATEST_BODY - GOOD.length())).getBytes(StandardCharsets.UTF_8);
        byte[] tooLarge = (GOOD + " ".repeat(GREATEST_BODY - GOOD.length() + 1)).getBytes(StandardCharsets.UTF_8);
        for (HttpRequest.BodyPublisher body : List.of(
                BodyPublishers.ofByteArray(tooLarge),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)),
                BodyPublishers.ofByteArray(new byte[5 * 1024 * 1024]))) {
            Answer answer = api().send("/exports", post("application/json").POST(body));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.at("/error/code").asString()).isEqualTo("BODY_TOO_LARGE");
            assertThat(answer.at("/error/message").asString()).contains("65536 bytes");
        }
        assertNothingAskedFor();

        Api other = people().member(1).api();
        HttpRequest.Builder request = other.request("/exports").header("Content-Type", "application/json");
        Answer accepted = other.send(
                "/exports", request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(atMost))));
        assertThat(accepted.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded", "application/xml", "json", "*/*"})
    void aBodyIsSentAsJson(String contentType) {
        HttpRequest.Builder request = contentType.isEmpty() ? api().request("/exports") : post(contentType);
        Answer answer = api().send("/exports", request.POST(BodyPublishers.ofString(GOOD)));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.at("/error/code").asString()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(answer.at("/error/message").asString()).contains("application/json");
        assertNothingAskedFor();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/api/limits.csv", useHeadersInDisplayName = true)
    void theLimitThatCountsIsShownOrRefused(String limit, int status, int applied) {
        Answer answer = api().list("?limit=" + limit);
        assertThat(answer.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.at("/meta/limit").asInt()).isEqualTo(applied);
        } else {
            assertThat(answer.at("/error/code").asString()).isEqualTo("BAD_REQUEST");
            assertThat(answer.at("/error/message").asString())
                    .isEqualTo("limit must be a positive whole number, such as 25.");
        }
    }

    @Test
    void theLimitIs25UnlessGivenAndBoundsTheNewest() {
        assertThat(api().list("").at("/meta/limit").asInt()).isEqualTo(25);
        Api other = people().member(1).api();
        List<Long> ids = Stream.of("a", "b", "c")
                .map(domain -> other.create(GOOD.replace("none", domain))
                        .export()
                        .path("id")
                        .asLong())
                .toList();
        Answer two = other.list("?limit=2");
        assertThat(two.at("/exports")
                        .valueStream()
                        .map(export -> export.path("id").asLong()))
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(two.at("/meta/count").asInt()).isEqualTo(2);
        assertThat(other.list("").at("/meta/count").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "abc",
                "1.0",
                "1e0",
                "+1",
                "01",
                "0x1",
                "%31%20",
                "null",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999",
                "%D9%A1"
            })
    void anIdThatIsNoneIsAsMissingAsOneThatIsNotThere(String id) {
        Answer missing = api().get(999_999_999);
        Answer answer = api().send("/exports/{id}", api().request("/exports/" + id));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/error/code")).isEqualTo(missing.at("/error/code"));
        assertThat(answer.at("/error/message")).isEqualTo(missing.at("/error/message"));
    }

    private HttpRequest.Builder post(String contentType) {
        return api().request("/exports").header("Content-Type", contentType);
    }

    private void assertNothingAskedFor() {
        JsonNode list = api().list("").body();
        assertThat(list.path("exports")).as("%s", list).isEmpty();
    }
}
