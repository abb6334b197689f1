package dev.sheaf.report;

import dev.sheaf.rows.PartPlan;
import dev.sheaf.rows.Sent;
import dev.sheaf.rows.Summary;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Every change of a report whose rows are read in one go, from its plan to the last of its parts.
///
/// The read is one piece of work, of the kind PART on the report itself, so it waits, is leased and counts as a part
/// does. Its parts are recorded when their segments are stored. As in [Builds], each change is one transaction, and a
/// worker whose lease is over gets [LeaseLost] and changes nothing.
@Component
public class Streams {

    private final JdbcClient jdbc;
    private final Parts parts;
    private final FacetSums sums;
    private final Queue queue;
    private final Clock clock;

    Streams(JdbcClient jdbc, Parts parts, FacetSums sums, Queue queue, Clock clock) {
        this.jdbc = jdbc;
        this.parts = parts;
        this.sums = sums;
        this.queue = queue;
        this.clock = clock;
    }

    /// The report waits to be read in one go.
    @Transactional
    public void later(Work work) {
        lock(work.report());
        queue.release(work);
        queue.enqueue(work.report(), WorkKind.PART, work.turn());
    }

    /// The first rows have come. What an earlier try has recorded is forgotten: no two reads meet in one file.
    ///
    /// @param partsExpected by the database's planner; shown as progress until the true number is known
    @Transactional
    public void begun(Work work, List<Integer> widths, int partsExpected, List<Summary> facets) {
        forget(work, partsExpected);
        parts.insertStreamed(work.report(), widths);
        sums.store(work.report(), facets);
    }

    /// There are no rows, and so no parts, whatever an earlier try has recorded.
    @Transactional
    public void empty(Work work) {
        forget(work, null);
    }

    private void forget(Work work, @Nullable Integer partsExpected) {
        lock(work.report());
        queue.requireHeld(work);
        long report = work.report().value();
        jdbc.sql("""
                update sheaf.reports
                set total_parts = :parts, parts_ready = 0, rows_expected = null, plans = plans + 1,
                    updated_at = :now, version = version + 1
                where id = :id
                """)
                .param("parts", partsExpected)
                .param("now", now())
                .param("id", report)
                .update();
        jdbc.sql("delete from sheaf.plans where report_id = :id")
                .param("id", report)
                .update();
        jdbc.sql("delete from sheaf.reports where parent_id = :id")
                .param("id", report)
                .update();
    }

    /// The segment of a part is stored. Parts may come in any order.
    @Transactional
    public void stored(Work work, PartPlan part, SegmentFacts segment) {
        lock(work.report());
        queue.requireHeld(work);
        ReportId child = insertChild(work.report(), segment);
        parts.insert(child, work.report(), part);
        parts.store(child, segment);
        // One more is always to come, until the read has ended.
        jdbc.sql("""
                update sheaf.reports
                set parts_ready = parts_ready + 1, total_parts = greatest(total_parts, parts_ready + 2),
                    updated_at = :now, version = version + 1
                where id = :id
                """).param("now", now()).param("id", work.report().value()).update();
    }

    private ReportId insertChild(ReportId parent, SegmentFacts segment) {
        return new ReportId(jdbc.sql("""
                insert into sheaf.reports (parent_id, report_type, requested_by, state, parameters, fingerprint,
                                           scope_publishers, scope_deal_publishers, standing, rows_expected,
                                           rows_written, size_bytes, created_at, updated_at, started_at, completed_at)
                select id, report_type, requested_by, 'completed', parameters, fingerprint,
                       scope_publishers, scope_deal_publishers, standing, :rows, :rows, :size, :now, :now, :now, :now
                from sheaf.reports where id = :parent
                returning id
                """)
                .param("rows", segment.rows())
                .param("size", segment.storedBytes())
                .param("now", now())
                .param("parent", parent.value())
                .query(Long.class)
                .single());
    }

    /// All rows have been read and all segments are stored: the assembly waits for a worker.
    ///
    /// @param sent what the database says it sent
    /// @throws IllegalStateException if the recorded parts have not these rows
    @Transactional
    public void ended(Work work, Sent sent, int partsCut, int sheets) {
        long rows = sent.rows();
        lock(work.report());
        queue.release(work);
        List<PlannedPart> recorded = parts.of(work.report());
        long held = recorded.stream().mapToLong(part -> part.plan().rows()).sum();
        if (recorded.size() != partsCut || held != rows) {
            throw new IllegalStateException("Report " + work.report() + " has " + recorded.size() + " parts of " + held
                    + " rows instead of " + partsCut + " of " + rows + " and must not be assembled");
        }
        jdbc.sql("update sheaf.plans set sheets = :sheets, as_of = :asOf where report_id = :id")
                .param("asOf", sent.asOf().atOffset(ZoneOffset.UTC))
                .param("sheets", sheets)
                .param("id", work.report().value())
                .update();
        jdbc.sql("""
                update sheaf.reports
                set total_parts = :parts, rows_expected = :rows, updated_at = :now, version = version + 1
                where id = :id
                """)
                .param("parts", partsCut)
                .param("rows", rows)
                .param("now", now())
                .param("id", work.report().value())
                .update();
        queue.enqueue(work.report(), WorkKind.ASSEMBLY, work.turn());
    }

    private void lock(ReportId id) {
        jdbc.sql("select id from sheaf.reports where id = :id for no key update")
                .param("id", id.value())
                .query(Long.class)
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
