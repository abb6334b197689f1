package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.OwnServer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is taken for dead, when, and what becomes of their work. The server's own workers rest; time passes as the test
/// says.
class DeadWorkersTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(8);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private OwnServer server;
    private Queue queue;
    private DeadWorkers dead;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeEach
    void start() throws SQLException {
        Database database = TestServers.database();
        server = OwnServer.start(Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password(),
                "sheaf.queue.enabled", "false",
                "sheaf.reports.in-flight", "100"));
        queue = server.bean(Queue.class);
        ask("first");
        InstantSource time = () -> now;
        Clock clock = time.withZone(ZoneOffset.UTC);
        dead = new DeadWorkers(queue, clock, HEARTBEAT, SILENCE);
    }

    @AfterEach
    void stop() {
        dead.close();
        server.close();
    }

    @Test
    void whoeverIsSilentForLongerThanTheLimitLosesTheirWorkAndNobodyBefore() {
        String ticket = ticket();
        Work work = take(ticket);
        for (int second = 0; second <= SILENCE.toSeconds(); second++) {
            dead.look();
            assertThat(queue.held(ticket)).as("after %d s", second).isTrue();
            now = now.plus(SECOND);
        }
        dead.look();
        assertThat(queue.held(ticket)).isFalse();

        Work again = take(ticket());
        assertThat(again.id()).isEqualTo(work.id());
        assertThat(again.lease()).isGreaterThan(work.lease());
        assertThat(again.lost()).isEqualTo(1);
        assertThat(server.bean(Tickets.class).runBy("node-1/1", ticket))
                .as("whoever was late finds no ticket")
                .isFalse();
    }

    /// Whoever takes work next has it, though it is another's turn.
    @Test
    void workOfTheDeadGoesBeforeWorkThatWaits() {
        Work lost = take(ticket());
        ask("other");
        lookUntilTheyAreDead();

        assertThat(take(ticket()).id()).isEqualTo(lost.id());
    }

    /// As when the answer to a take was lost on its way: the ticket is run again later, and others are sooner.
    @Test
    void workUnderATicketThatNobodyRunsGoesToOthers() {
        String ticket = ticket();
        Work work = take(ticket);
        server.jdbc()
                .sql("update sheaf.scheduled_tasks set picked = false, picked_by = null where task_instance = ?")
                .param(ticket)
                .update();
        lookUntilTheyAreDead();

        assertThat(take(ticket()).id()).isEqualTo(work.id());
    }

    /// As of one who died before it took anything: what waits may have had no other ticket.
    @Test
    void aTicketOfTheDeadIsReplacedThoughNoWorkWasHeldUnderIt() {
        server.jdbc()
                .sql("delete from sheaf.scheduled_tasks where task_name = 'work'")
                .update();
        String ticket = ticket();
        lookUntilTheyAreDead();

        assertThat(server.jdbc()
                        .sql("select task_instance from sheaf.scheduled_tasks where task_name = 'work' and not picked")
                        .query(String.class)
                        .single())
                .isNotEqualTo(ticket);
    }

    /// Of any number who find nothing to take, sixteen stay to look again; none goes if the others come too late.
    @Test
    void noMoreTicketsStayThanAreNeededToFindWhatWaits() {
        server.jdbc()
                .sql("delete from sheaf.scheduled_tasks where task_name = 'work'")
                .update();
        List<String> tickets =
                IntStream.range(0, 20).mapToObj("ticket %02d"::formatted).toList();
        insert(tickets, Duration.ofHours(1));
        assertThat(tickets).allMatch(queue::needs);
        server.jdbc()
                .sql("update sheaf.scheduled_tasks set execution_time = now()")
                .update();
        assertThat(tickets.subList(0, 16)).allMatch(queue::needs);
        assertThat(tickets.subList(16, 20)).noneMatch(queue::needs);
    }

    private void insert(List<String> tickets, Duration due) {
        server.jdbc()
                .sql("""
                insert into sheaf.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                select 'work', ticket, :due, false, 1 from unnest(:tickets) as ticket
                """)
                .param("due", now.plus(due).atOffset(ZoneOffset.UTC))
                .param("tickets", tickets.toArray(String[]::new))
                .update();
    }

    /// All were kept from their heartbeats: the others have two of them to be heard of again.
    @Test
    void nobodyIsTakenForDeadRightAfterTheDatabaseWasAway() {
        String ticket = ticket();
        take(ticket);
        dead.look();
        now = now.plus(Duration.ofMinutes(1));
        for (int second = 0; second < 4; second++) {
            dead.look();
            assertThat(queue.held(ticket)).as("%d s after", second).isTrue();
            now = now.plus(SECOND);
        }
        dead.look();
        assertThat(queue.held(ticket)).isFalse();
    }

    private void lookUntilTheyAreDead() {
        for (int second = 0; second <= SILENCE.toSeconds() + 1; second++) {
            dead.look();
            now = now.plus(SECOND);
        }
    }

    private void ask(String publisher) {
        long id = server.jdbc()
                .sql("insert into affiliate.publishers (name, slug) values (?, ?) returning id")
                .params(publisher, publisher)
                .query(Long.class)
                .single();
        Answer answer = server.people().member(id).api().create("{\"report_type\": \"advertisers_csv\"}");
        assertThat(answer.status()).isEqualTo(202);
    }

    /// One that a worker runs who is heard of now.
    private String ticket() {
        String ticket = UUID.randomUUID().toString();
        server.jdbc()
                .sql("""
                insert into sheaf.scheduled_tasks
                    (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
                values ('work', :ticket, :now, true, 'node-1/1', :now, 1)
                """)
                .param("ticket", ticket)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return ticket;
    }

    private Work take(String ticket) {
        return queue.take(ticket, List.of(WorkKind.WHOLE)).orElseThrow();
    }
}
