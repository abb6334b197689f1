package dev.sheaf.report;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Phrase;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Ends a report that is in flight, or erases the file of one that is finished. Doing it again changes nothing.
///
/// The work of a cancelled report is deleted with its leases, which is what stops its workers: see [Leases].
@Component
public class CancelReport {

    private final Reports reports;
    private final JdbcClient jdbc;
    private final Endings endings;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CancelReport(
            Reports reports,
            JdbcClient jdbc,
            Endings endings,
            Audit audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.reports = reports;
        this.jdbc = jdbc;
        this.endings = endings;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    public CancelOutcome cancel(Caller caller, ReportId id, Origin origin) {
        Optional<VisibleReport> visible = reports.visibleTo(caller.reports()).find(id);
        if (visible.isEmpty()) {
            return new CancelOutcome.Missing();
        }
        ReportId parent = visible.get().report().parent();
        if (parent != null) {
            return new CancelOutcome.Part(parent);
        }
        Report report = lock(id);
        if (report.inFlight()) {
            endings.fail(id, Phrase.of("cancelled", caller.email()));
            audit.note(caller, Audit.Action.CANCELLED, List.of(id), origin);
        } else if (report.objectKey() != null) {
            erase(id);
            audit.note(caller, Audit.Action.ERASED, List.of(id), origin);
        }
        forget(id);
        events.publishEvent(new Discarded(id));
        return new CancelOutcome.Gone();
    }

    private Report lock(ReportId id) {
        return jdbc.sql("select * from sheaf.reports where id = :id for no key update")
                .param("id", id.value())
                .query((row, _) -> ReportRow.read(row))
                .single();
    }

    private void erase(ReportId id) {
        jdbc.sql("""
                update sheaf.reports
                set object_key = null, expires_at = least(expires_at, :now), updated_at = :now, version = version + 1
                where id = :id
                """).param("now", now()).param("id", id.value()).update();
    }

    /// The plan's boundaries and the manifest hold values out of the rows.
    private void forget(ReportId id) {
        jdbc.sql("delete from sheaf.plans where report_id = :id")
                .param("id", id.value())
                .update();
        jdbc.sql("delete from sheaf.manifests where report_id = :id")
                .param("id", id.value())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
