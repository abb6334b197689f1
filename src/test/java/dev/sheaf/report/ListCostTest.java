package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Callers;
import dev.sheaf.access.ReportScope;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.access.Users.Role;
import dev.sheaf.testing.OwnServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The list where a million reports are stored: PostgreSQL does the same for the ten-thousandth page as for the first.
@Tag("large")
class ListCostTest {

    private static final long REPORTS = 1_000_000;
    private static final long AT_ONCE = 100_000;
    private static final long PAGE = 25;
    private static final long PAGES = 10_000;

    private static OwnServer server;

    @BeforeAll
    static void store() throws SQLException {
        server = OwnServer.start(Map.of("sheaf.queue.enabled", "false"));
        var users = server.bean(Users.class);
        server.jdbc()
                .sql("insert into affiliate.publishers (id, slug, name) values (1, 'one', 'One')")
                .update();
        users.add("operator@cost.example", "Operator", true);
        UserId member = users.add("member@cost.example", "Member", false);
        UserId admin = users.add("admin@cost.example", "Admin", false);
        users.join(member, 1, Role.MEMBER);
        users.join(admin, 1, Role.ADMIN);
        long others = users.add("other0@cost.example", "Other", false).value();
        users.join(new UserId(others), 1, Role.MEMBER);
        for (int other = 1; other < 100; other++) {
            users.join(users.add("other" + other + "@cost.example", "Other", false), 1, Role.MEMBER);
        }
        for (long done = 0; done < REPORTS; done += AT_ONCE) {
            insert(done, member, others);
        }
        server.jdbc().sql("analyze sheaf.reports").update();
    }

    /// Every second report is the member's, the others are those of a hundred other members.
    private static void insert(long done, UserId member, long others) {
        server.jdbc()
                .sql("""
                insert into sheaf.reports (report_type, requested_by, state, parameters, fingerprint,
                    scope_publishers, scope_deal_publishers, filename, size_bytes, rows_expected, rows_written,
                    created_at, updated_at, started_at, completed_at)
                select 'advertisers_csv', case when i % 2 = 0 then :member else :others + i / 2 % 100 end, 'completed',
                       '{"search_params": {}, "index_params": {}, "options": {}}', sha256(i::text::bytea), '{1}', '{1}',
                       i || '.csv', 1, 1, 1, now(), now(), now(), now()
                from generate_series(:done + 1, :done + :more) i
                """)
                .param("member", member.value())
                .param("others", others)
                .param("done", done)
                .param("more", AT_ONCE)
                .update();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// `share`: every how manieth of the stored reports the viewer is told of.
    @ParameterizedTest
    @CsvSource({"operator, 1", "member, 2", "admin, 1"})
    void aLatePageCostsWhatTheFirstDoes(String viewer, int share) throws Exception {
        ReportScope scope = server.bean(Callers.class)
                .byEmail(viewer + "@cost.example")
                .orElseThrow()
                .reports();

        JsonNode first = plan(scope, null);
        JsonNode late = plan(scope, new ReportId(REPORTS - share * PAGE * (PAGES - 1)));

        assertThat(nodes(late)).isEqualTo(nodes(first));
        assertThat(first.path("Actual Rows").asDouble()).isEqualTo((double) PAGE);
        assertThat(late.path("Actual Rows").asDouble()).isEqualTo((double) PAGE);
        assertThat(pages(late)).as("pages of the database read").isLessThan(2 * pages(first) + 50);
        System.out.printf(
                "The list of the %s: %d pages of the database for the first, %d for a late one%n",
                viewer, pages(first), pages(late));
    }

    /// What PostgreSQL does for the very statement that the list sends.
    private static JsonNode plan(ReportScope scope, @Nullable ReportId before) throws Exception {
        var sent = new LastStatement(server.bean(DataSource.class));
        List<VisibleReport> page = new Reports(JdbcClient.create(sent))
                .visibleTo(scope)
                .newest(new ListFilter(null, null, null, before, null), (int) PAGE);
        assertThat(page).hasSize((int) PAGE);
        return sent.plan();
    }

    private static long pages(JsonNode plan) {
        return plan.path("Shared Hit Blocks").asLong()
                + plan.path("Shared Read Blocks").asLong();
    }

    private static List<String> nodes(JsonNode plan) {
        var nodes = new ArrayList<String>();
        nodes.add(plan.path("Node Type").asString() + " "
                + plan.path("Index Name").asString(""));
        plan.path("Plans").forEach(child -> nodes.addAll(nodes(child)));
        return nodes;
    }
}
