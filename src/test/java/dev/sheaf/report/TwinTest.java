package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Caller;
import dev.sheaf.access.Callers;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.testing.HeldTable;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A report that completes just while somebody asks for the same once more.
class TwinTest extends ServerTest {

    private static final String BODY = """
            {"report_type": "advertisers_csv", "search_params": {"country": "nl"}}
            """;

    @Autowired
    private ApplicationContext beans;

    @Autowired
    private DataSource database;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void aTwinThatCompletesBetweenTheTwoLooksForItIsNotBuiltTwice() {
        Person member = people().member(1);
        Caller caller = bean(Callers.class).byKey(member.key()).orElseThrow().caller();
        var held = new HeldTable(owner(), "affiliate.advertisers");
        long id = member.api().create(BODY).export().path("id").asLong();
        var completing = new AtomicReference<@Nullable Runnable>(() -> {
            held.close();
            member.api().awaitEnd(id);
        });

        var body = (ObjectNode) JsonMapper.shared().readTree(BODY);

        RequestOutcome outcome;
        try {
            outcome = requests(completing).request(caller, body, null, new Origin("127.0.0.1", "twin"));
        } finally {
            if (completing.get() != null) {
                held.close();
            }
        }

        assertThat(completing).as("completed between the two").hasNullValue();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RequestOutcome.Deduped.class,
                        deduped -> assertThat(deduped.twin().id()).isEqualTo(new ReportId(id)));
        assertThat(jdbc.sql("select count(*) from sheaf.reports where requested_by = ?")
                        .param(member.id().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    /// As the server has it, but for what happens when it has looked for a twin the first time.
    private RequestReport requests(AtomicReference<@Nullable Runnable> then) {
        var template = new JdbcTemplate(database) {
            @Override
            public <T extends @Nullable Object> List<T> query(PreparedStatementCreator statement, RowMapper<T> rows) {
                List<T> found = super.query(statement, rows);
                String sql = Objects.requireNonNull(((SqlProvider) statement).getSql());
                Runnable first = sql.contains("and fingerprint =") ? then.getAndSet(null) : null;
                if (first != null) {
                    assertThat(found.isEmpty()).as("found by %s", sql).isEqualTo(sql.contains("'completed'"));
                    first.run();
                }
                return found;
            }
        };
        return new RequestReport(
                bean(Catalogue.class),
                bean(Queue.class),
                bean(IdempotencyKeys.class),
                bean(Audit.class),
                bean(Estimates.class),
                bean(InFlight.class),
                new TransactionTemplate(transactions),
                JdbcClient.create(template),
                bean(Clock.class),
                bean(ReportSettings.class));
    }

    private <T> T bean(Class<T> type) {
        return beans.getBean(type);
    }
}
