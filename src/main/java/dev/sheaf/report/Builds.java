package dev.sheaf.report;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Phrase;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.rows.Plan;
import dev.sheaf.rows.Summary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// Every change of a report after it was asked for. Each is one transaction that also ends the work it belongs
/// to.
///
/// A worker whose lease is over gets [LeaseLost] and changes nothing. The row of the report itself is always
/// locked before those of its parts and its work, so that no two changes wait for each other.
@Component
public class Builds {

    private final JdbcClient jdbc;
    private final Endings endings;
    private final Parts parts;
    private final FacetSums sums;
    private final Charts charts;
    private final Queue queue;
    private final Holders holders;
    private final Catalogue catalogue;
    private final Clock clock;
    private final ReportSettings settings;
    private final ApplicationEventPublisher events;

    Builds(
            JdbcClient jdbc,
            Endings endings,
            Parts parts,
            FacetSums sums,
            Charts charts,
            Queue queue,
            Holders holders,
            Catalogue catalogue,
            Clock clock,
            ReportSettings settings,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.endings = endings;
        this.parts = parts;
        this.sums = sums;
        this.charts = charts;
        this.queue = queue;
        this.holders = holders;
        this.catalogue = catalogue;
        this.clock = clock;
        this.settings = settings;
        this.events = events;
    }

    /// The report that `work` is on, now processing. Its work goes on.
    @Transactional
    public Report begin(Work work) {
        jdbc.sql("""
                update sheaf.reports
                set state = 'processing', started_at = :now, updated_at = :now, version = version + 1
                where id = :id and state = 'pending'
                """).param("id", work.report().value()).param("now", now()).update();
        return reportOf(work);
    }

    /// The report turned out to be too large for one task: it waits to be planned.
    @Transactional
    public void planLater(Work work) {
        lock(work.report());
        queue.release(work);
        queue.enqueue(work.report(), WorkKind.PLAN, work.turn());
    }

    /// Records how the report is cut; its parts wait to be read.
    @Transactional
    public void planned(
            Work work, Plan plan, String snapshot, Instant asOf, List<Integer> widths, List<Summary> facets) {
        Report report = lock(work.report());
        queue.release(work);
        jdbc.sql("""
                update sheaf.reports
                set total_parts = :parts, parts_ready = 0, rows_expected = :rows, plans = plans + 1,
                    updated_at = :now, version = version + 1
                where id = :id
                """)
                .param("parts", plan.parts().size())
                .param("rows", plan.rows())
                .param("now", now())
                .param("id", report.id().value())
                .update();
        List<Long> children = insertChildren(report, plan);
        parts.insert(report.id(), plan, snapshot, asOf, widths, children);
        sums.store(report.id(), facets);
        holders.add(report.id(), snapshot, snapshot);
        queue.enqueueParts(report.id(), work.turn());
    }

    private List<Long> insertChildren(Report report, Plan plan) {
        return jdbc
                .sql("""
                insert into sheaf.reports (parent_id, report_type, requested_by, parameters, fingerprint,
                                           scope_publishers, scope_deal_publishers, standing, rows_expected,
                                           created_at, updated_at)
                select r.id, r.report_type, r.requested_by, r.parameters, r.fingerprint,
                       r.scope_publishers, r.scope_deal_publishers, r.standing, part.rows, :now, :now
                from sheaf.reports r, unnest(:rows) with ordinality as part (rows, number)
                where r.id = :id
                order by part.number
                returning id
                """)
                .param("rows", plan.parts().stream().map(part -> part.rows()).toArray(Long[]::new))
                .param("now", now())
                .param("id", report.id().value())
                .query(Long.class)
                .list()
                .stream()
                .sorted()
                .toList();
    }

    /// The segment of a part is stored. The last one in lets the assembly wait for a worker.
    ///
    /// @return true if it was the last one
    @Transactional
    public boolean partReady(Work work, SegmentFacts segment) {
        Report part = reportOf(work);
        Report parent = lock(Objects.requireNonNull(part.parent()));
        queue.release(work);
        parts.store(part.id(), segment);
        jdbc.sql("""
                update sheaf.reports
                set state = 'completed', rows_written = :rows, size_bytes = :size, completed_at = :now,
                    updated_at = :now, version = version + 1
                where id = :id
                """)
                .param("rows", segment.rows())
                .param("size", segment.storedBytes())
                .param("now", now())
                .param("id", part.id().value())
                .update();
        boolean last = jdbc.sql("""
                update sheaf.reports
                set parts_ready = parts_ready + 1, updated_at = :now, version = version + 1
                where id = :id
                returning parts_ready = total_parts
                """)
                .param("now", now())
                .param("id", parent.id().value())
                .query(Boolean.class)
                .single();
        if (last) {
            holders.dismiss(parent.id());
            queue.enqueue(parent.id(), WorkKind.ASSEMBLY, work.turn());
        }
        return last;
    }

    /// The snapshot of the report's plan is gone, or what its parts have stored: plan and parts go with it, and the
    /// report waits to be planned anew.
    ///
    /// @return false if it has been planned `most` times, and nothing was changed
    @Transactional
    public boolean planAnew(Work work, int most) {
        Report report = reportOf(work);
        Report parent = lock(Objects.requireNonNullElse(report.parent(), report.id()));
        if (parent.plans() >= most) {
            return false;
        }
        planAgain(work, parent);
        return true;
    }

    /// A sheet outgrew what the file can hold: the report waits to be planned anew, with at most `rows` rows in a
    /// sheet.
    ///
    /// @return false if its sheets are that small already, and nothing was changed
    @Transactional
    public boolean planSmallerSheets(Work work, long rows) {
        Report report = lock(work.report());
        if (rows >= report.sheetRows(Long.MAX_VALUE)) {
            return false;
        }
        planAgain(work, report);
        jdbc.sql("update sheaf.reports set sheet_rows = :rows where id = :id")
                .param("rows", rows)
                .param("id", report.id().value())
                .update();
        return true;
    }

    private void planAgain(Work work, Report report) {
        queue.release(work);
        jdbc.sql("""
                update sheaf.reports
                set total_parts = null, parts_ready = 0, rows_expected = null, segments_kept = false,
                    updated_at = :now, version = version + 1
                where id = :id
                """).param("now", now()).param("id", report.id().value()).update();
        jdbc.sql("delete from sheaf.plans where report_id = :id")
                .param("id", report.id().value())
                .update();
        jdbc.sql("delete from sheaf.reports where parent_id = :id")
                .param("id", report.id().value())
                .update();
        queue.enqueue(report.id(), WorkKind.PLAN, work.turn());
        events.publishEvent(new Discarded(report.id()));
    }

    /// The file is there and complete, as `manifest` proves. `charts` is for its page.
    ///
    /// @throws IllegalStateException if it has not the rows that were expected
    @Transactional
    public void completed(Work work, StoredFile file, long rowsExpected, ObjectNode manifest, List<Chart> charted) {
        if (file.rows() != rowsExpected) {
            throw new IllegalStateException("Report " + work.report() + " has " + file.rows() + " rows instead of "
                    + rowsExpected + " and must not be completed");
        }
        Report report = lock(work.report());
        queue.release(work);
        OffsetDateTime now = now();
        jdbc.sql("""
                update sheaf.reports
                set state = 'completed', object_key = :key, size_bytes = :size, rows_written = :rows,
                    rows_expected = :rows, completed_at = :now, expires_at = :expires, updated_at = :now,
                    version = version + 1
                where id = :id
                """)
                .param("key", file.key())
                .param("size", file.size())
                .param("rows", file.rows())
                .param("now", now)
                .param("expires", now.plus(retention(report)))
                .param("id", work.report().value())
                .update();
        jdbc.sql("insert into sheaf.manifests (report_id, manifest) values (:id, :manifest::json)")
                .param("id", work.report().value())
                .param("manifest", manifest.toString())
                .update();
        charts.store(work.report(), charted);
        events.publishEvent(new Discarded(work.report()));
    }

    private Duration retention(Report report) {
        return catalogue.types().find(report.type()).map(ReportType::retention).orElse(settings.retention());
    }

    /// The report cannot be built, for the reason that `problem` gives to people. A part takes its whole report
    /// along. A complete set of segments is kept for one retry.
    @Transactional
    public void failed(Work work, Phrase problem) {
        Report report = reportOf(work);
        ReportId top = Optional.ofNullable(report.parent()).orElse(report.id());
        lock(top);
        queue.release(work);
        endings.fail(top, problem);
        jdbc.sql("""
                delete from sheaf.plans p using sheaf.reports r
                where r.id = p.report_id and r.id = :top
                  and (r.segments_kept or r.parts_ready is distinct from r.total_parts)
                """).param("top", top.value()).update();
        holders.dismiss(top);
        events.publishEvent(new Discarded(top));
    }

    /// A part whose plan was given up is gone, and with it the lease.
    private Report reportOf(Work work) {
        return jdbc.sql("select * from sheaf.reports where id = :id")
                .param("id", work.report().value())
                .query((row, _) -> ReportRow.read(row))
                .optional()
                .orElseThrow(() -> new LeaseLost(work));
    }

    private Report lock(ReportId id) {
        return jdbc.sql("select * from sheaf.reports where id = :id for no key update")
                .param("id", id.value())
                .query((row, _) -> ReportRow.read(row))
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
