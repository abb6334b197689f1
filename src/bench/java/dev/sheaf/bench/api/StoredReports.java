package dev.sheaf.bench.api;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A server's reports of 90 days: 200 members of each of the publishers 1 to 5 ask for one in turn, besides the sample
/// users. Files are a week old at most.
final class StoredReports {

    private static final String USERS = """
            insert into sheaf.users (email, name)
            select 'bench_' || n || '@sheaf.example', 'Bench ' || n from generate_series(1, 1000) n
            on conflict do nothing;
            insert into sheaf.memberships (user_id, publisher_id, role)
            select u.id, 1 + n % 5, 'member'
            from generate_series(1, 1000) n join sheaf.users u on u.email = 'bench_' || n || '@sheaf.example'
            on conflict do nothing;
            """;

    /// `member_a` has as many as any other of 1000 members, `member_b` ten, all of them old.
    private static final String REPORTS = """
            with people as (
                select row_number() over (order by u.id) - 1 as n, u.id as user_id, m.publisher_id,
                       count(*) over () as people
                from sheaf.users u
                join sheaf.memberships m on m.user_id = u.id
                where u.email like 'bench\\_%' or u.email = 'member_a@sheaf.example'
            ), quiet as (
                select u.id as user_id, m.publisher_id
                from sheaf.users u join sheaf.memberships m on m.user_id = u.id
                where u.email = 'member_b@sheaf.example'
            ), asked as (
                select i, coalesce(quiet.user_id, people.user_id) as user_id,
                       coalesce(quiet.publisher_id, people.publisher_id) as publisher_id,
                       now() - interval '90 days' * (1 - i / ?::numeric) as created_at
                from generate_series(1, ?) i
                join people on people.n = i % people.people
                left join quiet on i <= 10
            )
            insert into sheaf.reports (report_type, requested_by, state, parameters, fingerprint, scope_publishers,
                                       scope_deal_publishers, filename, object_key, size_bytes, rows_expected,
                                       rows_written, created_at, updated_at, started_at, completed_at, expires_at)
            select 'clicks_details_excel', user_id, 'completed',
                   '{"search_params": {"start_date": "2026-10-01", "end_date": "2026-10-31"}, '
                   '"index_params": {"sort_by": "clicked_at", "sort_order": "desc"}, '
                   '"options": {"time_zone": "Europe/Berlin"}}',
                   sha256(i::text::bytea), array[publisher_id], array[publisher_id],
                   'clicks-details-' || i || '.xlsx',
                   case when created_at > now() - interval '7 days' then 'reports/bench/' || i || '.xlsx' end,
                   1000000, 30000, 30000, created_at, created_at, created_at, created_at,
                   created_at + interval '7 days'
            from asked
            order by i
            """;

    private StoredReports() {}

    /// Fills `sheaf.reports` up, unless it was filled before.
    static void store(Connection database, long reports) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.setEscapeProcessing(false);
            if (count(database) < reports) {
                statement.execute(USERS);
                fill(database, reports);
            }
            statement.execute("vacuum analyze sheaf.reports, sheaf.users, sheaf.memberships");
        }
    }

    private static void fill(Connection database, long reports) throws SQLException {
        try (var insert = database.prepareStatement(REPORTS)) {
            insert.setLong(1, reports);
            insert.setLong(2, reports);
            insert.execute();
        }
    }

    private static long count(Connection database) throws SQLException {
        return number(database, "select count(*) from sheaf.reports");
    }

    /// The newest report of each viewer's own; for those who have none, the newest of all.
    static long newest(Connection database, String user) throws SQLException {
        return number(database, """
                select coalesce((select max(r.id) from sheaf.reports r join sheaf.users u on u.id = r.requested_by
                                 where r.parent_id is null and u.email = '%s@sheaf.example'),
                                (select max(id) from sheaf.reports
                                 where parent_id is null and scope_publishers = '{1}'))
                """.formatted(user));
    }

    static long newestOfAll(Connection database) throws SQLException {
        return number(database, "select max(id) from sheaf.reports");
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
