package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Api;
import dev.sheaf.testing.OwnServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever stands in `Accept` or `Range`, the answer is one that the document has.
@SuppressWarnings("NullAway.Init")
class HeaderValuesTest {

    private static final int TRIES = 150;

    private static OwnServer server;
    private static Api api;
    private static URI file;
    private static String content;

    @BeforeContainer
    static void start() throws SQLException {
        server = OwnServer.start(Map.of());
        api = server.people().operator().api();
        file = URI.create(api.build("{\"report_type\": \"advertisers_csv\"}")
                .path("download_url")
                .asString());
        content = Api.raw(HttpRequest.newBuilder(file)).body();
        assertThat(content).isNotEmpty();
    }

    @AfterContainer
    static void stop() {
        server.close();
    }

    @Property(tries = TRIES)
    void anyAcceptIsUnderstoodOrRefused(@ForAll("accepted") String accept) {
        for (String path : List.of("/exports", "/report_types", "/schema", "/exports/1")) {
            assertThat(Api.raw(api.request(path).header("Accept", accept)).statusCode())
                    .isIn(path.equals("/exports/1") ? List.of(200, 404, 406) : List.of(200, 406));
        }
    }

    @Property(tries = TRIES)
    void whoTakesJsonAmongOthersGetsIt(
            @ForAll("others") List<String> before, @ForAll("others") List<String> after, @ForAll("json") String json) {
        String accept = List.of(before, List.of(json), after).stream()
                .flatMap(List::stream)
                .collect(Collectors.joining(", "));
        HttpResponse<String> answer = Api.raw(api.request("/exports").header("Accept", accept));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Property(tries = TRIES)
    void noRangeCutsAnAnswerOrBreaksAFile(@ForAll("ranges") String range) {
        assertThat(Api.raw(api.request("/exports").header("Range", range)).statusCode())
                .isEqualTo(200);
        assertThat(Api.raw(HttpRequest.newBuilder(URI.create(server.url() + "/favicon.ico"))
                                .header("Range", range))
                        .statusCode())
                .isLessThan(500);
        assertThat(Api.raw(HttpRequest.newBuilder(file).header("Range", range)).statusCode())
                .isIn(200, 206, 400, 416);
    }

    @Property(tries = TRIES)
    void aRangeOfAFileIsThoseBytes(@ForAll @IntRange(max = 150) int first, @ForAll @IntRange(max = 150) int length) {
        HttpResponse<String> answer =
                Api.raw(HttpRequest.newBuilder(file).header("Range", "bytes=" + first + "-" + (first + length)));
        if (first >= content.length()) {
            assertThat(answer.statusCode()).isEqualTo(416);
        } else {
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.body())
                    .isEqualTo(content.substring(first, Math.min(content.length(), first + length + 1)));
        }
    }

    @Example
    void aRangeToTheGreatestNumberIsTheRest() {
        HttpResponse<String> answer =
                Api.raw(HttpRequest.newBuilder(file).header("Range", "bytes=1-" + Long.MAX_VALUE));
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(content.substring(1));
    }

    @Provide
    Arbitrary<String> accepted() {
        return joined(
                "application/json",
                "application/*",
                "*/*",
                "text/html",
                "*",
                "/",
                ";",
                ",",
                " ",
                "q=",
                "0",
                "0.5",
                "1e400",
                "-1",
                "\"",
                "\\",
                "charset=",
                "utf-16",
                "=",
                "\t",
                "%",
                "application/yaml");
    }

    @Provide
    Arbitrary<String> json() {
        return Arbitraries.of(
                "application/json",
                "application/*",
                "*/*",
                "application/json;q=0.1",
                "application/json; charset=utf-8");
    }

    @Provide
    Arbitrary<List<String>> others() {
        return Arbitraries.of("text/html", "image/*;q=0.8", "application/xml;q=0.9", "text/csv;header=present;q=0.001")
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> ranges() {
        return joined(
                        "0",
                        "1",
                        "-",
                        "-1",
                        "99999999999999999999",
                        "9223372036854775807",
                        ",",
                        " ",
                        "=",
                        "bytes",
                        "items",
                        "0-0",
                        "5-2",
                        "\"",
                        "x",
                        ";")
                .map(range -> "bytes=" + range);
    }

    private static Arbitrary<String> joined(String... pieces) {
        return Arbitraries.of(pieces).list().ofMaxSize(12).map(list -> String.join("", list));
    }
}
