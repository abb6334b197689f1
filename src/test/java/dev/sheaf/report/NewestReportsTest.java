package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Callers;
import dev.sheaf.access.ReportScope;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.access.Users.Role;
import dev.sheaf.testing.OwnServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An administrator's list is that of all members, whether they have asked for much or for little lately.
class NewestReportsTest {

    private static OwnServer server;
    private static ReportScope admin;

    /// From the oldest: 40 reports of each member, 700 of a stranger, then of members and the stranger in turns. Every
    /// third holds rows of another publisher too.
    @BeforeAll
    static void store() throws SQLException {
        server = OwnServer.start(Map.of("sheaf.queue.enabled", "false"));
        var users = server.bean(Users.class);
        server.jdbc()
                .sql("insert into affiliate.publishers (id, slug, name) values (1, 'one', 'One'), (2, 'two', 'Two')")
                .update();
        users.add("operator@newest.example", "Operator", true);
        users.join(users.add("admin@newest.example", "Admin", false), 1, Role.ADMIN);
        List<UserId> members = List.of(
                users.add("member1@newest.example", "Member", false),
                users.add("member2@newest.example", "Member", false));
        members.forEach(member -> users.join(member, 1, Role.MEMBER));
        UserId stranger = users.add("stranger@newest.example", "Stranger", false);
        users.join(stranger, 2, Role.MEMBER);
        members.forEach(member -> insert(member, 40));
        insert(stranger, 700);
        for (int turn = 0; turn < 4; turn++) {
            insert(members.get(turn % 2), 2);
            insert(stranger, 2);
        }
        admin = server.bean(Callers.class)
                .byEmail("admin@newest.example")
                .orElseThrow()
                .reports();
    }

    private static void insert(UserId requester, int reports) {
        server.jdbc()
                .sql("""
                insert into sheaf.reports (report_type, requested_by, state, parameters, fingerprint,
                    scope_publishers, scope_deal_publishers, error_message,
                    created_at, updated_at, started_at, completed_at)
                select 'advertisers_csv', :requester, 'failed',
                       '{"search_params": {}, "index_params": {}, "options": {}}', sha256(i::text::bytea),
                       case when i % 3 = 0 then '{1,2}'::bigint[] else '{1}' end, '{1}', 'It failed',
                       now(), now(), now(), now()
                from generate_series(1, :reports) i
                """)
                .param("requester", requester.value())
                .param("reports", reports)
                .update();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// The first page is among the newest of all, longer ones are not; what is older than `before` not either.
    @ParameterizedTest
    @CsvSource({"1,", "4,", "6,", "7,", "30,", "500,", "5, 785", "5, 60", "25, 81", "25, 50", "1, 1"})
    void theListIsThatOfAllMembers(int limit, @Nullable Long before) {
        ReportId end = before == null ? null : new ReportId(before);
        List<Long> expected = server.jdbc()
                .sql("""
                select r.id from sheaf.reports r join sheaf.users u on u.id = r.requested_by
                where u.email like 'member%' and r.scope_publishers = '{1}' and r.id < :before
                order by r.id desc limit :limit
                """)
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit)
                .query(Long.class)
                .list();

        assertThat(list(new ListFilter(null, null, null, end, null), limit)).isEqualTo(expected);
        assertThat(list(new ListFilter(ReportState.FAILED, null, null, end, null), limit))
                .isEqualTo(expected);
        assertThat(list(new ListFilter(ReportState.COMPLETED, null, null, end, null), limit))
                .isEmpty();
    }

    private static List<Long> list(ListFilter filter, int limit) {
        return new Reports(server.bean(JdbcClient.class))
                .visibleTo(admin).newest(filter, limit).stream()
                        .map(visible -> visible.report().id().value())
                        .toList();
    }
}
