package dev.sheaf.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.report.ReportId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whatever text comes as a cursor or a body: it is read, or refused in the caller's words.
class CallersTextsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RequestBodies bodies = new RequestBodies();

    @Property
    void aCursorLeadsBackToWhereItWasMade(@ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long id) {
        assertThat(Cursor.parse(Cursor.after(new ReportId(id)))).hasValue(new ReportId(id));
    }

    @Property
    void noOtherTextIsACursorThatBreaksAnything(@ForAll String text) {
        Cursor.parse(text).ifPresent(id -> assertThat(id.value()).isPositive());
        String forged = Base64.getUrlEncoder().encodeToString(("before:" + text).getBytes(StandardCharsets.UTF_8));
        Cursor.parse(forged).ifPresent(id -> assertThat(id.value()).isPositive());
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) throws IOException {
        readOrRefused(bytes);
    }

    @Property
    void brokenJsonIsReadOrRefused(@ForAll("pieces") String text) throws IOException {
        readOrRefused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void aReadBodyIsAllThatWasSent(@ForAll String name, @ForAll String value) throws IOException {
        ObjectNode sent = JSON.createObjectNode().put(name, value);
        byte[] bytes = sent.toString().getBytes(StandardCharsets.UTF_8);
        if (StandardCharsets.UTF_8.newEncoder().canEncode(name + value)) {
            assertThat(bodies.object(request(bytes))).isEqualTo(sent);
        }
        String twice =
                sent.toString().replaceFirst("}$", "") + "," + sent.toString().substring(1);
        assertThatThrownBy(() -> bodies.object(request(twice.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(ApiException.class);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "\"a\"",
                        "\\u0000",
                        "\\ud83d",
                        "1e400",
                        "-",
                        "0.1",
                        "null",
                        "true",
                        " ",
                        "\n",
                        "\u0000",
                        "é",
                        "NaN",
                        "9223372036854775808",
                        "/*",
                        "//")
                .list()
                .ofMaxSize(80)
                .map(pieces -> "{" + String.join("", pieces));
    }

    private void readOrRefused(byte[] bytes) throws IOException {
        try {
            assertThat(bodies.object(request(bytes))).isNotNull();
        } catch (ApiException e) {
            assertThat(e.getMessage()).doesNotContain("tools.jackson", "Exception");
        }
    }

    private static MockHttpServletRequest request(byte[] body) {
        var request = new MockHttpServletRequest("POST", "/api/v1/exports");
        request.setContentType("application/json");
        request.setContent(body);
        return request;
    }
}
