package dev.sheaf.report;

import dev.sheaf.access.Caller;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Builds a report that has failed once more, under its own id.
///
/// Segments are used again only if all of them are stored, so that no row has still to be read: rows of two moments
/// never meet in one file. That is done once; if it fails again, the next retry begins afresh.
@Component
public class RetryReport {

    private final Reports reports;
    private final Queue queue;
    private final InFlight inFlight;
    private final JdbcClient jdbc;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RetryReport(
            Reports reports,
            Queue queue,
            InFlight inFlight,
            JdbcClient jdbc,
            Audit audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.reports = reports;
        this.queue = queue;
        this.inFlight = inFlight;
        this.jdbc = jdbc;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    public RetryOutcome retry(Caller caller, ReportId id, Origin origin) {
        Optional<VisibleReport> visible = reports.visibleTo(caller.reports()).find(id);
        if (visible.isEmpty()) {
            return new RetryOutcome.Missing();
        }
        Report report = visible.get().report();
        if (report.parent() != null) {
            return new RetryOutcome.Part(report.parent());
        }
        if (!visible.get().withinScope()) {
            return new RetryOutcome.Withheld();
        }
        return again(caller, report, origin);
    }

    /// It counts among those of its requester, as when it was asked for.
    private RetryOutcome again(Caller caller, Report visible, Origin origin) {
        ReportId id = visible.id();
        inFlight.oneAtATime(visible.requestedBy());
        Report report = one("select * from sheaf.reports where id = :id for no key update", id);
        if (!report.state().next(false).contains(ReportState.PENDING)) {
            return new RetryOutcome.NotFailed(report);
        }
        Optional<Report> twin = liveTwin(id);
        if (twin.isPresent()) {
            return new RetryOutcome.InFlight(twin.get());
        }
        if (inFlight.full(report.requestedBy())) {
            return new RetryOutcome.TooMany(inFlight.most());
        }
        boolean keep = allSegmentsStored(id);
        if (!keep) {
            forgetParts(id);
        }
        Report pending = jdbc.sql("""
                update sheaf.reports
                set state = 'pending', error_message = null, problem = null, started_at = null, completed_at = null,
                    retries = retries + 1, segments_kept = :keep, plans = case when :keep then plans else 0 end,
                    total_parts = case when :keep then total_parts end,
                    parts_ready = case when :keep then parts_ready else 0 end,
                    rows_expected = case when :keep then rows_expected end,
                    updated_at = :now, version = version + 1
                where id = :id
                returning *
                """)
                .param("keep", keep)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id.value())
                .query((row, _) -> ReportRow.read(row))
                .single();
        queue.enqueue(id, keep ? WorkKind.ASSEMBLY : WorkKind.WHOLE, caller.turn());
        audit.note(caller, Audit.Action.RETRIED, List.of(id), origin);
        events.publishEvent(new Discarded(id));
        return new RetryOutcome.Accepted(pending);
    }

    /// A plan is forgotten when its report fails with parts still to be read: see [Builds#failed].
    private boolean allSegmentsStored(ReportId id) {
        return jdbc.sql("select exists (select from sheaf.plans where report_id = :id)")
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    private void forgetParts(ReportId id) {
        jdbc.sql("delete from sheaf.reports where parent_id = :id")
                .param("id", id.value())
                .update();
    }

    private Optional<Report> liveTwin(ReportId id) {
        return jdbc.sql("""
                select twin.* from sheaf.reports r
                join sheaf.reports twin on twin.requested_by = r.requested_by and twin.fingerprint = r.fingerprint
                where r.id = :id and twin.parent_id is null and twin.state in ('pending', 'processing')
                """)
                .param("id", id.value())
                .query((row, _) -> ReportRow.read(row))
                .optional();
    }

    private Report one(String sql, ReportId id) {
        return jdbc.sql(sql)
                .param("id", id.value())
                .query((row, _) -> ReportRow.read(row))
                .single();
    }
}
