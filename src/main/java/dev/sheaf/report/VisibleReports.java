package dev.sheaf.report;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.ReportScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The reports that one viewer is told about. A foreign report and a missing one cannot be told apart here.
///
/// Own ones are visible always; others' if the viewer administers a publisher of the requester and may see all the
/// rows and columns inside. Each look-up is one statement whose cost does not grow with the number of reports. A list
/// takes a second one where something in it is new or has changed, and that of an administrator where members have
/// asked for little lately.
public final class VisibleReports {

    private static final String WITHIN = """
            (r.scope_publishers is not null and r.scope_publishers <@ :publishers
             and r.scope_deal_publishers is not null and r.scope_deal_publishers <@ :deals
             and (r.standing = 'member' or r.standing = 'admin' and r.scope_publishers <@ :administered))
            """;

    /// However long ago they were asked for. The newest reports are by those whose newest one is among the newest,
    /// so that of all others one is looked at. Where these are as many as reports are wanted, the oldest of their
    /// newest bounds what else is looked at. Only the newest of all are read whole.
    private static final String NEWEST = """
            with requester as (
                select :viewer as id
                union
                select m.user_id from sheaf.memberships m where m.publisher_id = any(:administered)),
            lately as (
                select requester.id, newest.id as report
                from requester, lateral (
                    select r.id
                    from sheaf.reports r
                    where r.requested_by = requester.id and (r.requested_by = :viewer or %1$s) and %2$s
                    order by r.id desc
                    limit 1) as newest
                order by newest.id desc
                limit %3$d),
            oldest as (
                select case when count(*) = %3$d then min(report) else 0 end as report from lately),
            chosen as (
                select newest.*
                from lately, oldest, lateral (
                    select r.id, %1$s as within_scope
                    from sheaf.reports r
                    where r.requested_by = lately.id and r.id >= oldest.report
                      and (r.requested_by = :viewer or %1$s) and %2$s
                    order by r.id desc
                    limit %3$d) as newest
                order by newest.id desc
                limit %3$d)
            select %4$s, chosen.within_scope
            from chosen join sheaf.reports r on r.id = chosen.id
            order by r.id desc
            """;

    /// Those of the newest of all that the viewer may see: mostly as many as are wanted, and then the newest ones.
    /// Whoever asked for a report is looked up only if its scope fits. With `= any`, or without the `offset 0`, the
    /// estimate would depend on the publishers, and PostgreSQL would plan anew each time, for longer than it runs.
    private static final String AMONG_NEWEST = """
            select %4$s, %1$s as within_scope
            from (select r.*, r.xmin from sheaf.reports r where %2$s order by r.id desc limit 500) r
            where r.requested_by = :viewer
               or %1$s and exists (select from sheaf.memberships m
                                   where m.user_id = r.requested_by and array[m.publisher_id] <@ :administered
                                   offset 0)
            order by r.id desc
            limit %3$d
            """;

    /// Of somebody who administers nobody: a statement so plain that its plan is made once and kept.
    private static final String NEWEST_OWN = """
            select %4$s, %1$s as within_scope from sheaf.reports r
            where r.requested_by = :viewer and %2$s
            order by r.id desc
            limit %3$d
            """;

    private static final String NEWEST_OF_EVERYONE = """
            select %4$s, true as within_scope from sheaf.reports r
            where %2$s
            order by r.id desc
            limit %3$d
            """;

    /// Looks at the report or, where there is none of this id, at the one before, and answers with neither: what is
    /// foreign costs what is absent costs, so that the time of a 404 does not tell them apart. The `offset 0` has
    /// PostgreSQL look before it compares the ids.
    private static final String ONE = """
            select * from (
                select r.*, %1$s as within_scope,
                       r.requested_by = :viewer
                       or %1$s and exists (select from sheaf.memberships m
                                           where m.user_id = r.requested_by
                                             and m.publisher_id = any(:administered)) as visible
                from (select r.*, r.xmin from sheaf.reports r where id <= :id order by id desc limit 1) r
                offset 0) r
            where visible and id = :id
            """.formatted(WITHIN);

    private static final String ONE_OF_EVERYONE =
            "select r.*, r.xmin, true as within_scope from sheaf.reports r where r.id = :id";

    private final JdbcClient jdbc;
    private final ReportScope scope;
    private final KeptReports kept;

    VisibleReports(JdbcClient jdbc, ReportScope scope, KeptReports kept) {
        this.jdbc = jdbc;
        this.scope = scope;
        this.kept = kept;
    }

    /// The newest first.
    public List<VisibleReport> newest(ListFilter filter, int limit) {
        if (scope.everyone()) {
            return newest(NEWEST_OF_EVERYONE, filter, limit);
        }
        if (scope.administered().isEmpty()) {
            return newest(NEWEST_OWN, filter, limit);
        }
        List<VisibleReport> found = newest(AMONG_NEWEST, filter, limit);
        return found.size() == limit ? found : newest(NEWEST, filter, limit);
    }

    /// To send whole rows costs PostgreSQL more than to find them.
    private List<VisibleReport> newest(String listing, ListFilter filter, int limit) {
        return newest(listing, KeptReports.VERSION, filter, limit)
                .query(this::unchanged)
                .orElseGet(() -> newest(listing, KeptReports.WHOLE, filter, limit)
                        .query(this::read)
                        .list());
    }

    private JdbcClient.StatementSpec newest(String listing, String columns, ListFilter filter, int limit) {
        return bound(listing.formatted(WITHIN, condition(filter), limit, columns))
                .param(
                        "state",
                        filter.state() == null ? null : filter.state().name().toLowerCase(Locale.ROOT))
                .param("type", filter.type())
                .param(
                        "parent",
                        filter.parent() == null ? null : filter.parent().value())
                .param(
                        "before",
                        filter.before() == null ? null : filter.before().value())
                .param(
                        "requester",
                        filter.requester() == null ? null : filter.requester().value());
    }

    /// Empty if one of them has to be read.
    private Optional<List<VisibleReport>> unchanged(ResultSet rows) throws SQLException {
        var unchanged = new ArrayList<VisibleReport>();
        while (rows.next()) {
            Report report = kept.find(rows);
            if (report == null) {
                return Optional.empty();
            }
            unchanged.add(visible(report, rows));
        }
        return Optional.of(unchanged);
    }

    /// Only what is asked for stands in the statement, so that the index for it is found.
    private static String condition(ListFilter filter) {
        return (filter.parent() == null ? "r.parent_id is null" : "r.parent_id = :parent")
                + (filter.state() == null ? "" : " and r.state = :state")
                + (filter.type() == null ? "" : " and r.report_type = :type")
                + (filter.before() == null ? "" : " and r.id < :before")
                + (filter.requester() == null ? "" : " and r.requested_by = :requester");
    }

    public Optional<VisibleReport> find(ReportId id) {
        return bound(scope.everyone() ? ONE_OF_EVERYONE : ONE)
                .param("id", id.value())
                .query(this::read)
                .optional();
    }

    private VisibleReport read(ResultSet row, int number) throws SQLException {
        return visible(kept.read(row), row);
    }

    private static VisibleReport visible(Report report, ResultSet row) throws SQLException {
        return new VisibleReport(report, row.getBoolean("within_scope"));
    }

    private JdbcClient.StatementSpec bound(String sql) {
        return jdbc.sql(sql)
                .param("viewer", scope.viewer().value())
                .param("administered", scope.administered().toArray(Long[]::new))
                .param("publishers", ids(scope.rows().rows()))
                .param("deals", ids(scope.rows().deals()));
    }

    /// For [Publishers.All] the array plays no part: everybody's reports are visible then.
    private static Long[] ids(Publishers publishers) {
        Long @Nullable [] ids = ReportRow.array(publishers);
        return ids == null ? new Long[0] : ids;
    }
}
