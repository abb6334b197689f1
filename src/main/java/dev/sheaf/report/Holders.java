package dev.sheaf.report;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Which nodes hold the snapshots of the plans. Each holds it under a name of its own, and any of the names
/// does for reading a part.
///
/// The database's clock tells whether a node has been seen of late, so that clocks that differ do no harm.
@Component
public class Holders {

    private static final int ENOUGH = 2;

    private final JdbcClient jdbc;
    private final String node;

    Holders(JdbcClient jdbc, ThisNode node) {
        this.jdbc = jdbc;
        this.node = node.name();
    }

    /// This node holds the snapshot of the report's plan, which was made under `planned`, as `snapshot`.
    ///
    /// @return false if there is no such plan any more or all its parts are read, and nothing was recorded
    public boolean add(ReportId report, String planned, String snapshot) {
        return jdbc.sql("""
                insert into sheaf.holders (report_id, node, snapshot)
                select r.id, :node, :snapshot
                from sheaf.reports r join sheaf.plans p on p.report_id = r.id
                where r.id = :report and p.snapshot = :planned and r.parts_ready < r.total_parts
                for share of r
                on conflict (report_id, node) do update set snapshot = excluded.snapshot, seen_at = clock_timestamp()
                """)
                        .param("node", node)
                        .param("snapshot", snapshot)
                        .param("report", report.value())
                        .param("planned", planned)
                        .update()
                == 1;
    }

    /// This node has found `snapshot` alive.
    public void seen(ReportId report, String snapshot) {
        jdbc.sql("""
                update sheaf.holders set seen_at = clock_timestamp()
                where report_id = :report and node = :node and snapshot = :snapshot
                """)
                .param("report", report.value())
                .param("node", node)
                .param("snapshot", snapshot)
                .update();
    }

    /// Nobody can read under that name any more.
    public void forget(ReportId report, String snapshot) {
        jdbc.sql("delete from sheaf.holders where report_id = :report and snapshot = :snapshot")
                .param("report", report.value())
                .param("snapshot", snapshot)
                .update();
    }

    /// Nobody needs the snapshot any more.
    void dismiss(ReportId report) {
        jdbc.sql("delete from sheaf.holders where report_id = :report")
                .param("report", report.value())
                .update();
    }

    /// The names of the report's snapshot: this node's own before the others', those seen last before the rest.
    public List<String> snapshots(ReportId report) {
        return jdbc.sql("""
                select snapshot from sheaf.holders
                where report_id = :report
                order by node = :node desc, seen_at desc
                """)
                .param("report", report.value())
                .param("node", node)
                .query(String.class)
                .list();
    }

    /// The name that the snapshot of the report's plan had when that was made; empty if there is no plan.
    public Optional<String> planned(ReportId report) {
        return jdbc.sql("select snapshot from sheaf.plans where report_id = :report")
                .param("report", report.value())
                .query(String.class)
                .optional();
    }

    /// True while another node holds it that has been seen of late.
    public boolean heldElsewhere(ReportId report) {
        return jdbc.sql("""
                select exists (select from sheaf.holders
                               where report_id = :report and node <> :node
                                 and seen_at > clock_timestamp() - interval '5 seconds')
                """)
                .param("report", report.value())
                .param("node", node)
                .query(Boolean.class)
                .single();
    }

    /// Reports whose parts have still to be read, of whose snapshot this node is no holder, and too few others
    /// are.
    public List<Report> wanting() {
        return jdbc.sql("""
                select r.*
                from sheaf.plans p join sheaf.reports r on r.id = p.report_id
                where p.kind = 'ranged' and r.state = 'processing' and r.parts_ready < r.total_parts
                  and (select count(*) from sheaf.holders h
                       where h.report_id = r.id
                         and (h.node = :node or h.seen_at > clock_timestamp() - interval '5 seconds')) < :enough
                  and exists (select from sheaf.holders h where h.report_id = r.id)
                  and not exists (select from sheaf.holders h where h.report_id = r.id and h.node = :node)
                order by r.id
                """)
                .param("node", node)
                .param("enough", ENOUGH)
                .query((row, _) -> ReportRow.read(row))
                .list();
    }

    /// This node lets go of the snapshot because it ends. If nobody else holds it, the plan is lost, but does
    /// not count against the report.
    @Transactional
    public void leave(ReportId report, String snapshot) {
        boolean last = !heldElsewhere(report);
        forget(report, snapshot);
        if (last) {
            jdbc.sql("""
                    update sheaf.reports set plans = greatest(plans - 1, 0)
                    where id = :report and state = 'processing' and parts_ready < total_parts
                    """).param("report", report.value()).update();
        }
    }
}
