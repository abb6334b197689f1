package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.ApiKeys;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.ErrorAnswer;
import dev.sheaf.testing.Events;
import dev.sheaf.testing.Events.Event;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Following a report without asking again and again.
class EventsTest extends ServerTest {

    @Autowired
    private DataSource database;

    @Autowired
    private ApiKeys keys;

    @Test
    void aReportIsFollowedToItsEndAndTheStreamEndsByItself() {
        Api member = people().member(1).api();
        Events events;
        long id;
        var seen = new ArrayList<Event>();
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers")) {
            id = ask(member);
            events = new Events(follow(member, id));
            assertThat(events.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            seen.add(Objects.requireNonNull(events.next()));
            assertThat(events.heartbeat()).isTrue();
        }
        for (Event event = events.next(); event != null; event = events.next()) {
            seen.add(event);
        }
        assertThat(seen.stream().map(Event::id)).doesNotHaveDuplicates().isSorted();
        assertThat(seen.getFirst().export().path("status").asString()).isIn("pending", "processing");
        assertThat(seen.getLast().export().path("status").asString()).isEqualTo("completed");
        assertThat(seen.getLast().export().path("download_url").asString()).startsWith("http");
        assertThat(seen.getLast().export().path("status_url").asString()).isEqualTo(server() + "/api/v1/exports/" + id);

        long last = seen.getLast().id();
        try (Events again = new Events(follow(member, id).header("Last-Event-ID", Long.toString(last)))) {
            assertThat(again.response().statusCode()).isEqualTo(204);
        }
        try (Events again = new Events(follow(member, id).header("Last-Event-ID", Long.toString(last - 1)))) {
            assertThat(Objects.requireNonNull(again.next()).id()).isEqualTo(last);
            assertThat(again.next()).isNull();
        }
    }

    @Test
    void whoLosesAccessLosesTheStream() {
        Person owner = people().member(1);
        Person admin = people().admin(1);
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers")) {
            long id = ask(owner.api());
            try (Events ofAdmin = new Events(follow(admin.api(), id));
                    Events ofOwner = new Events(follow(owner.api(), id))) {
                ofAdmin.next();
                people().leave(admin, 1);
                awaitEnd(ofAdmin);
                ofOwner.next();
                keys.revoke(owner.id(), "test");
                awaitEnd(ofOwner);
            }
        }
    }

    @Test
    void aForeignReportHasNoEventsAndAMissingOneNeither() {
        long id = people().member(2)
                .api()
                .build("{\"report_type\": \"deals_excel\"}")
                .path("id")
                .asLong();
        Api stranger = people().member(1).api();
        ErrorAnswer.check(Api.raw(follow(stranger, id)), 404, "NOT_FOUND");
        ErrorAnswer.check(Api.raw(follow(stranger, 999_999_999)), 404, "NOT_FOUND");
    }

    @Test
    void nobodyHasMoreStreamsThanAllowed() {
        Api member = people().member(1).api();
        var open = new ArrayList<Events>();
        try (HeldTable _ = new HeldTable(database, "affiliate.advertisers")) {
            long id = ask(member);
            for (int i = 0; i < 10; i++) {
                Events one = new Events(follow(member, id));
                open.add(one);
                assertThat(one.next()).isNotNull();
            }
            assertThat(ErrorAnswer.check(Api.raw(follow(member, id)), 429, "TOO_MANY_STREAMS")
                            .path("message")
                            .asString())
                    .contains("10");
        } finally {
            open.forEach(Events::close);
        }
    }

    /// One event more may have been under way; the report itself stays in flight.
    private static void awaitEnd(Events events) {
        if (events.next() != null) {
            assertThat(events.next()).isNull();
        }
    }

    private static long ask(Api api) {
        return api.create("""
                {"report_type": "advertisers_csv", "search_params": {"name": "followed"}}
                """).export().path("id").asLong();
    }

    private static HttpRequest.Builder follow(Api api, long id) {
        return api.request("/exports/" + id + "/events").GET();
    }
}
