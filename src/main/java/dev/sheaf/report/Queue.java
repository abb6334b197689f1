package dev.sheaf.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The work that waits, and whose turn it is.
///
/// Whoever takes work holds it under a *ticket*, an execution of db-scheduler, whose heartbeat is the lease:
/// when the worker dies, the ticket is removed, and the work that was held under it goes to the next who takes some.
/// Each take gives a new fencing token.
@Component
public class Queue {

    /// More tickets than this wake no more workers.
    private static final int MOST_TICKETS = 16;

    private static final long COUNTING_PARTS = 0x5368_6561_66L;

    /// Of work `w`, by the last sign of life that is not too old.
    private static final String ABANDONED = """
            w.ticket is not null
            and not exists (select from sheaf.scheduled_tasks t
                            where t.task_name = 'work' and t.task_instance = w.ticket
                              and t.picked and t.last_heartbeat >= :since)
            """;

    private final JdbcClient jdbc;
    private final Tickets tickets;
    private final QueueSettings settings;
    private final Leases leases;
    private final Clock clock;
    private volatile boolean ending;

    Queue(JdbcClient jdbc, Tickets tickets, Leases leases, QueueSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.tickets = tickets;
        this.leases = leases;
        this.settings = settings;
        this.clock = clock;
    }

    /// Adds work on `report` to the present transaction; it can be taken once that has committed.
    @Transactional(propagation = Propagation.MANDATORY)
    public void enqueue(ReportId report, WorkKind kind, String turn) {
        jdbc.sql("insert into sheaf.work (report_id, kind, turn, available_at) values (:report, :kind, :turn, :now)")
                .param("report", report.value())
                .param("kind", kind.column())
                .param("turn", turn)
                .param("now", now())
                .update();
        tickets.issue(1, clock.instant());
    }

    /// Adds work on all parts of `parent`, as [#enqueue] does.
    @Transactional(propagation = Propagation.MANDATORY)
    void enqueueParts(ReportId parent, String turn) {
        int parts = jdbc.sql("""
                insert into sheaf.work (report_id, kind, turn, available_at)
                select id, 'part', :turn, :now from sheaf.reports where parent_id = :parent order by id
                """)
                .param("parent", parent.value())
                .param("turn", turn)
                .param("now", now())
                .update();
        tickets.issue(Math.min(parts, MOST_TICKETS), clock.instant());
    }

    /// The work that `ticket` holds already, if its worker did not hear that it had taken it, or else the next of
    /// `kinds`: kinds in their order, within a kind first what has lost its worker, then the one whose turn was
    /// longest ago, then the oldest. Parts of a turn that has as many running as it may are passed over.
    @Transactional
    Optional<Work> take(String ticket, Collection<WorkKind> kinds) {
        Optional<Work> resumed = jdbc.sql("""
                update sheaf.work set lease = nextval('sheaf.lease_tokens'), lost = lost + 1
                where ticket = :ticket
                returning *
                """)
                .param("ticket", ticket)
                .query((row, _) -> WorkRow.read(row))
                .optional();
        if (resumed.isPresent()) {
            return resumed;
        }
        if (kinds.contains(WorkKind.PART)) {
            // Those who count running parts do it one after the other; the end of the transaction lets the next.
            jdbc.sql("select pg_advisory_xact_lock(:key)")
                    .param("key", COUNTING_PARTS)
                    .query()
                    .singleRow();
        }
        Optional<Work> next = jdbc.sql("""
                update sheaf.work
                set ticket = :ticket, lease = nextval('sheaf.lease_tokens'), tries = tries + 1
                where id = (select w.id
                            from sheaf.work w left join sheaf.turns t on t.turn = w.turn
                            where w.ticket is null and w.available_at <= :now and w.kind = any(:kinds)
                              and (w.kind <> 'part'
                                   or (select count(*) from sheaf.work r
                                       where r.turn = w.turn and r.kind = 'part' and r.ticket is not null) < :most)
                            order by array_position(:kinds, w.kind), w.lost = 0, t.taken_at nulls first, w.id
                            limit 1
                            for update of w skip locked)
                returning *
                """)
                .param("ticket", ticket)
                .param("now", now())
                .param("most", settings.partsPerTurn())
                .param("kinds", kinds.stream().map(WorkKind::column).toArray(String[]::new))
                .query((row, _) -> WorkRow.read(row))
                .optional();
        next.ifPresent(this::noteTurn);
        return next;
    }

    /// True if there is work under `ticket`. Whoever has just ended theirs has lost it then.
    boolean held(String ticket) {
        return jdbc.sql("select exists (select from sheaf.work where ticket = :ticket)")
                .param("ticket", ticket)
                .query(Boolean.class)
                .single();
    }

    /// True if some worker has given no sign of life since then, or work is held under a ticket that nobody runs.
    boolean abandoned(Instant silentSince) {
        return tickets.anySilent(silentSince)
                || jdbc.sql("select exists (select from sheaf.work w where " + ABANDONED + ")")
                        .param("since", silentSince.atOffset(ZoneOffset.UTC))
                        .query(Boolean.class)
                        .single();
    }

    /// Has that work wait for others, and others get tickets instead of those workers'.
    ///
    /// @return how much work
    @Transactional
    int takeFromTheDead(Instant silentSince) {
        int removed = tickets.removeSilent(silentSince);
        int freed = jdbc.sql("""
                update sheaf.work set ticket = null, lease = null, tries = tries - 1, lost = lost + 1
                where id in (select w.id from sheaf.work w where %s for update of w skip locked)
                """.formatted(ABANDONED))
                .param("since", silentSince.atOffset(ZoneOffset.UTC))
                .update();
        tickets.issue(Math.max(removed, Math.min(freed, MOST_TICKETS)), clock.instant());
        return freed;
    }

    private void noteTurn(Work work) {
        jdbc.sql("""
                insert into sheaf.turns (turn, taken_at) values (:turn, :now)
                on conflict (turn) do update set taken_at = excluded.taken_at
                """).param("turn", work.turn()).param("now", now()).update();
    }

    /// True if this node builds reports.
    public boolean enabled() {
        return settings.enabled();
    }

    /// From now on whoever gives work back does so because this node ends.
    void end() {
        ending = true;
    }

    /// True once this node ends: whatever fails now may fail because of that.
    public boolean ending() {
        return ending;
    }

    /// True if something waits that could be taken, whatever its kind, and not enough others will look for it soon.
    ///
    /// Those who find nothing to take look again and again: with a ticket for each piece that ever waited they
    /// would do nothing else.
    boolean needs(String ticket) {
        return jdbc.sql("select exists (select from sheaf.work where ticket is null and available_at <= :now)")
                        .param("now", now())
                        .query(Boolean.class)
                        .single()
                && !tickets.enoughBefore(ticket, MOST_TICKETS, clock.instant().plus(settings.poll()));
    }

    /// Ends `work` within the present transaction.
    ///
    /// @throws LeaseLost if it is no longer held under this lease; the transaction must not commit then
    @Transactional(propagation = Propagation.MANDATORY)
    void release(Work work) {
        leases.givenUp(work);
        int released = jdbc.sql("delete from sheaf.work where id = :id and lease = :lease")
                .param("id", work.id())
                .param("lease", work.lease())
                .update();
        if (released != 1) {
            throw new LeaseLost(work);
        }
    }

    /// Goes on only while `work` is held under this lease, which then stays so until the present transaction
    /// ends.
    ///
    /// @throws LeaseLost otherwise
    @Transactional(propagation = Propagation.MANDATORY)
    void requireHeld(Work work) {
        boolean held = jdbc.sql("select id from sheaf.work where id = :id and lease = :lease for update")
                .param("id", work.id())
                .param("lease", work.lease())
                .query(Long.class)
                .optional()
                .isPresent();
        if (!held) {
            throw new LeaseLost(work);
        }
    }

    /// Gives `work` back after a failed try, to be taken again after `delay`. Nothing happens if the lease is
    /// over.
    @Transactional
    public void putBack(Work work, Duration delay) {
        putBack(work, delay, work.tries());
    }

    /// Gives `work` back because it cannot begin now. That does not count as a try.
    @Transactional
    public void notNow(Work work, Duration delay) {
        putBack(work, delay, work.tries() - 1);
    }

    private void putBack(Work work, Duration delay, int tries) {
        leases.givenUp(work);
        Instant then = clock.instant().plus(delay);
        int put = jdbc.sql("""
                update sheaf.work set ticket = null, lease = null, available_at = :then, tries = :tries
                where id = :id and lease = :lease
                """)
                .param("tries", tries)
                .param("then", then.atOffset(ZoneOffset.UTC))
                .param("id", work.id())
                .param("lease", work.lease())
                .update();
        if (put == 1) {
            tickets.issue(1, then);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
