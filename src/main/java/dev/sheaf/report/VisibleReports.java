package dev.sheaf.report;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.ReportScope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The reports that one viewer is told about. A foreign report and a missing one cannot be told apart here.
public final class VisibleReports {

    /// Own ones always; others' if the viewer administers a publisher of the requester and may see all the rows
    /// inside.
    private static final String VISIBLE = """
            select * from (
                select r.*,
                       :everyone or (r.scope_publishers is not null and r.scope_publishers <@ :publishers
                                     and r.scope_deal_publishers is not null
                                     and r.scope_deal_publishers <@ :deals) as within_scope
                from sheaf.reports r) as r
            where (:everyone or r.requested_by = :viewer
                   or r.within_scope and r.requested_by in
                      (select m.user_id from sheaf.memberships m where m.publisher_id = any(:administered)))
            """;

    private final JdbcClient jdbc;
    private final ReportScope scope;

    VisibleReports(JdbcClient jdbc, ReportScope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /// The newest first, parts left out.
    public List<VisibleReport> newest(int limit) {
        return bound(VISIBLE + " and r.parent_id is null order by r.id desc limit :limit")
                .param("limit", limit)
                .query((row, _) -> new VisibleReport(ReportRow.read(row), row.getBoolean("within_scope")))
                .list();
    }

    public Optional<VisibleReport> find(ReportId id) {
        return bound(VISIBLE + " and r.id = :id")
                .param("id", id.value())
                .query((row, _) -> new VisibleReport(ReportRow.read(row), row.getBoolean("within_scope")))
                .optional();
    }

    private JdbcClient.StatementSpec bound(String sql) {
        return jdbc.sql(sql)
                .param("everyone", scope.everyone())
                .param("viewer", scope.viewer().value())
                .param("administered", scope.administered().toArray(Long[]::new))
                .param("publishers", ids(scope.rows().rows()))
                .param("deals", ids(scope.rows().deals()));
    }

    /// For [Publishers.All] the array plays no part: `everyone` decides.
    private static Long[] ids(Publishers publishers) {
        Long @Nullable [] ids = ReportRow.array(publishers);
        return ids == null ? new Long[0] : ids;
    }
}
