package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Browser;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The streams by which pages hear that something they show has changed.
class PageStreamsTest extends ServerTest {

    private static final int PAGE = 25;
    private static final Duration BUSY = Duration.ofSeconds(4);

    @Test
    void aChangeOfWhatAFilterOrALaterPageShowsIsTold() throws IOException, InterruptedException {
        People.Person person = people().member(1);
        long first = person.api()
                .build("{\"report_type\": \"deals_excel\", \"fresh\": true}")
                .path("id")
                .asLong();
        List<Long> later = LongStream.range(0, PAGE)
                .mapToObj(number -> person.api()
                        .create(
                                "{\"report_type\": \"advertisers_csv\", \"search_params\": {\"name\": \"none such %d\"}}"
                                        .formatted(number))
                        .at("/export/id")
                        .asLong())
                .toList();
        later.forEach(person.api()::awaitEnd);

        for (String shown : List.of("?report=" + first, "?type=deals_excel", "?before=" + later.getFirst())) {
            try (Stream<String> stream = stream(person, shown)) {
                Iterator<String> lines = stream.iterator();
                assertThat(told(lines)).as("at first").isTrue();
                touch(first);
                assertThat(told(lines)).as(shown).isTrue();
            }
        }
    }

    @Test
    void howOftenAPageLooksDoesNotGrowWithTheChangesOfOthers() throws IOException, InterruptedException {
        try (Stream<String> stream = stream(people().member(1), "")) {
            assertThat(told(stream.iterator())).isTrue();
            long before = scans();

            Instant end = Instant.now().plus(BUSY);
            while (Instant.now().isBefore(end)) {
                jdbc.sql("select pg_notify('sheaf_reports', '0')").query().listOfRows();
            }

            assertThat(scans() - before).isLessThan(25 * BUSY.toSeconds());
        }
    }

    /// Each look begins with what its reader may see now, which takes four. Streams of another test may look too.
    private long scans() {
        return jdbc.sql("""
                select seq_scan + idx_scan from pg_stat_user_tables where relid = 'sheaf.memberships'::regclass
                """).query(Long.class).single();
    }

    /// Whether a change is told before the next heartbeat.
    private static boolean told(Iterator<String> lines) {
        while (lines.hasNext()) {
            switch (lines.next()) {
                case "event: changed" -> {
                    return true;
                }
                case ":" -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    private void touch(long report) {
        jdbc.sql(
                        "update sheaf.reports set version = version + 1, updated_at = updated_at + interval '1 minute' where id = ?")
                .param(report)
                .update();
    }

    private Stream<String> stream(People.Person person, String query) throws IOException, InterruptedException {
        Browser browser = signedIn(person);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server() + "/reports/events" + query))
                                .header("Cookie", "sheaf_session=" + browser.cookie("sheaf_session"))
                                .build(),
                        BodyHandlers.ofLines())
                .body();
    }
}
