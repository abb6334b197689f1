package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.Cases;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.MissingTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import dev.sheaf.testing.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Whatever goes wrong, wherever: one shape of answer, one id, and nothing of the inside.
class ErrorShapeTest extends ServerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/v1",
                "/api/v1/",
                "/api/v1/nothing",
                "/api/v2/exports",
                "/error",
                "/actuator/env",
                "/api/v1/exports/",
                "/api/v1/exports/1/2",
                "/index.html",
                "/login",
                "/logout"
            })
    void anUnknownPathIs404WithAKeyAnd401Without(String path) {
        String key = people().member(1).key();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server() + path));
        ErrorAnswer.check(Api.raw(request.copy().header("X-Api-Key", key)), 404, "NOT_FOUND");
        HttpResponse<String> stranger = Api.raw(request);
        ErrorAnswer.check(stranger, 401, "UNAUTHORIZED");
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/api/wrong-methods.csv", useHeadersInDisplayName = true)
    void aWrongMethodIsToldTheRightOnes(String method, String path, String allow) {
        HttpResponse<String> answer = Api.raw(HttpRequest.newBuilder(URI.create(server() + path))
                .header("X-Api-Key", people().member(1).key())
                .method(method, BodyPublishers.ofString("{}")));
        String message = ErrorAnswer.check(answer, 405, "METHOD_NOT_ALLOWED")
                .path("message")
                .asString();
        assertThat(message).contains(method).contains("Allow");
        assertThat(new TreeSet<>(Arrays.asList(
                        answer.headers().firstValue("Allow").orElse("").split(", *"))))
                .isEqualTo(new TreeSet<>(Arrays.asList(allow.split(", "))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "text/html", "application/xml", "image/*", "nonsense"})
    void anAnswerIsJsonOrNone(String accept) {
        Api member = people().member(1).api();
        ErrorAnswer.check(Api.raw(member.request("/exports").header("Accept", accept)), 406, "NOT_ACCEPTABLE");
        ErrorAnswer.check(Api.raw(member.request("/exports/1").header("Accept", accept)), 406, "NOT_ACCEPTABLE");
        ErrorAnswer.check(
                Api.raw(member.request("/exports")
                        .header("Accept", accept)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"report_type\": \"advertisers_csv\"}"))),
                406,
                "NOT_ACCEPTABLE");
        assertThat(member.list("").at("/meta/count").asInt()).isZero();
        ErrorAnswer.check(Api.raw(member.request("/nothing").header("Accept", accept)), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=utf-16", "application/*; CHARSET=\"latin1\"", "*/*;charset=utf-16"})
    void anAnswerIsUtf8WhateverIsAsked(String accept) {
        Api member = people().member(1).api();
        for (String path : List.of("/exports", "/report_types")) {
            HttpResponse<String> answer = Api.raw(member.request(path).header("Accept", accept));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        }
    }

    record Refused(String name, String request, int status, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refused> refused() {
        return Cases.read("/api/container-errors.yaml", Refused.class);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatTheContainerRefusesHasTheShapeToo(Refused refused) {
        String key = people().member(1).key();
        Wire answer = Wire.send(server(), refused.request().replace("KEY", key).replace("LONG", "x".repeat(20_000)));
        assertThat(answer.status()).as("%s", answer).isEqualTo(refused.status());
        ErrorAnswer.check(answer.body(), answer.header("Content-Type"), answer.header("X-Request-Id"), refused.code());
        assertThat(answer.header("Allow").isEmpty()).isEqualTo(answer.status() != 405);
        assertThat(answer.body())
                .doesNotContain("Tomcat")
                .doesNotContain("Exception")
                .doesNotContain("<");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/api/request-ids.csv", useHeadersInDisplayName = true)
    void aSafeRequestIdIsKeptAndAnyOtherReplaced(String id, String kept) {
        checkRequestId(id, kept.equals("yes"));
    }

    @Test
    void aRequestIdMayHave128Characters() {
        checkRequestId("a".repeat(128), true);
        checkRequestId("a".repeat(129), false);
        checkRequestId("", false);
        checkRequestId("tab\tinside", false);
        checkRequestId("del\u007f", false);
    }

    @Test
    void anAnswerHasItsHeadThoughOneToHttp09WentBefore() {
        for (int i = 0; i < 5; i++) {
            assertThat(Wire.send(server(), "GET /api/v1/exports\n\n").status()).isZero();
            Wire answer = Wire.send(server(), "[ET /api/v1/exports HTTP/1.1\nHost: localhost");
            assertThat(answer.status()).as("%s", answer).isEqualTo(400);
            ErrorAnswer.check(
                    answer.body(), answer.header("Content-Type"), answer.header("X-Request-Id"), "BAD_REQUEST");
        }
    }

    private void checkRequestId(String id, boolean kept) {
        Wire answer = Wire.send(server(), "GET /api/v1/nothing HTTP/1.1\nHost: localhost\nX-Request-Id: " + id);
        if (answer.status() == 401) {
            ErrorAnswer.check(
                    answer.body(), answer.header("Content-Type"), answer.header("X-Request-Id"), "UNAUTHORIZED");
        } else {
            assertThat(kept).as("%s", answer).isFalse();
        }
        if (kept) {
            assertThat(answer.header("X-Request-Id")).isEqualTo(id);
        } else {
            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aFailureInsideIsAnIdToTheCallerAndAStackTraceInTheLog(CapturedOutput log) {
        Person member = people().member(1);
        HttpResponse<String> answer;
        try (MissingTable _ = new MissingTable(owner(), "reports")) {
            answer = Api.raw(member.api().request("/exports").header("X-Request-Id", "inside-1"));
        }
        checkFailure(answer, "inside-1", log.getAll());
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aFailureBeforeTheControllerIsAnsweredAlike(CapturedOutput log) {
        Person member = people().member(1);
        HttpResponse<String> answer;
        try (MissingTable _ = new MissingTable(owner(), "api_keys")) {
            answer = Api.raw(member.api().request("/exports").header("X-Request-Id", "before-1"));
        }
        checkFailure(answer, "before-1", log.getAll());
    }

    private static void checkFailure(HttpResponse<String> answer, String id, String log) {
        String message =
                ErrorAnswer.check(answer, 500, "INTERNAL_ERROR").path("message").asString();
        assertThat(answer.headers().firstValue("X-Request-Id")).contains(id);
        assertThat(message).isEqualTo("Something went wrong on our side. Tell the operator this request id.");
        assertThat(answer.body())
                .doesNotContainIgnoringCase("select")
                .doesNotContain("relation")
                .doesNotContain("at ");
        assertThat(log.lines().filter(line -> line.contains("[" + id + "]")))
                .as(log)
                .anySatisfy(line -> assertThat(line).contains("ERROR").contains("GET /api/v1/exports"));
        assertThat(log)
                .contains("BadSqlGrammarException")
                .contains("does not exist")
                .contains("\tat dev.sheaf.")
                .contains("Caused by: org.postgresql.util.PSQLException");
    }
}
