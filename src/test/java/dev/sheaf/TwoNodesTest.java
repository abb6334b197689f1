package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Cluster;
import dev.sheaf.testing.Expected;
import dev.sheaf.testing.FaultProxy.Fault;
import dev.sheaf.testing.Node;
import dev.sheaf.testing.SameCells;
import dev.sheaf.testing.Workbooks;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two servers on one database and one bucket: whatever happens to one of them, the other goes on where it was.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("faults")
class TwoNodesTest {

    /// Missed heartbeats until a worker is taken for dead, the look for the dead, and the poll; and room for a
    /// busy machine.
    private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

    @TempDir
    private Path folder = Path.of("target");

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster(folder, 20_000, 2, "--sheaf.build.part-rows=250", "--sheaf.queue.workers=1");
    }

    @AfterEach
    void healthy() throws Exception {
        for (Node node : cluster.nodes()) {
            node.database().set(Fault.NONE);
            node.store().set(Fault.NONE);
            if (node.running()) {
                node.thaw();
            } else {
                node.start();
            }
        }
        cluster.nodes().forEach(Node::awaitReady);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void bothNodesReadPartsOfOneReportAndBothHoldItsSnapshot() throws Exception {
        slowStores();
        long id = ask("Europe/Berlin");
        await().until(() -> holders(id) == 2);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> cluster.jdbc().sql("""
                        select count(distinct t.picked_by) = 2
                        from sheaf.work w join sheaf.scheduled_tasks t on t.task_instance = w.ticket
                        where w.kind = 'part' and t.picked
                        """).query(Boolean.class).single());
        healthyStores();
        check(id, "Europe/Berlin");
        assertThat(plans(id)).isEqualTo(1);
        assertThat(cluster.jdbc()
                        .sql("select count(*) from sheaf.holders")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theDeathOfTheNodeThatPlannedCostsNoFinishedPart() throws Exception {
        slowStores();
        long id = ask("Asia/Tokyo");
        await().until(() -> holders(id) == 2);
        await().atMost(Duration.ofMinutes(1)).until(() -> ready(id).size() >= 3);
        Node planner = planner(id);
        planner.kill();
        List<Long> before = ready(id);
        List<Long> held = heldWork();

        await().atMost(TAKEN_OVER)
                .until(() -> !heldWork().equals(held) && stillHeld(held).isEmpty());

        healthyStores();
        check(other(planner), id, "Asia/Tokyo");
        assertThat(ready(id)).containsAll(before);
        assertThat(plans(id)).isEqualTo(1);
    }

    @Test
    void aNodeThatIsToldToEndHandsOverAndCostsNothing() throws Exception {
        slowStores();
        long id = ask("America/New_York");
        await().until(() -> holders(id) == 2);
        await().atMost(Duration.ofMinutes(1)).until(() -> ready(id).size() >= 2);
        Node planner = planner(id);
        List<Long> before = ready(id);

        // Five seconds of grace, five to hand over, and what a Java process needs to end on a busy machine.
        assertThat(planner.terminate(Duration.ofSeconds(20))).isTrue();

        assertThat(cluster.jdbc()
                        .sql("select coalesce(sum(lost), 0) from sheaf.work")
                        .query(Long.class)
                        .single())
                .isZero();
        healthyStores();
        check(other(planner), id, "America/New_York");
        assertThat(ready(id)).containsAll(before);
        assertThat(plans(id)).isEqualTo(1);
        assertThat(cluster.jdbc()
                        .sql("select max(lost) from sheaf.work")
                        .query(Long.class)
                        .optional())
                .isEmpty();
    }

    @Test
    void aNodeThatWakesUpAfterItsWorkWasTakenChangesNothing() throws Exception {
        slowStores();
        long id = ask("Australia/Sydney");
        await().until(() -> holders(id) == 2);
        await().atMost(Duration.ofMinutes(1)).until(() -> ready(id).size() >= 2);
        Node frozen = cluster.node(1);
        frozen.freeze();
        List<Long> held = heldWork();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stillHeld(held).size() <= 1 && heldWork().size() > 0);
        healthyStores();
        JsonNode export = cluster.node(2).as("operator").awaitEnd(id);
        String key = objectKey(id);

        frozen.thaw();
        frozen.awaitReady();

        check(frozen, id, "Australia/Sydney");
        assertThat(objectKey(id)).isEqualTo(key);
        assertThat(frozen.as("operator").get(id).export().path("completed_at")).isEqualTo(export.path("completed_at"));
        assertThat(plans(id)).isEqualTo(1);
    }

    @Test
    void theDeathOfBothNodesCostsThePlanAndNothingElse() throws Exception {
        slowStores();
        long id = ask("Asia/Kathmandu");
        await().until(() -> holders(id) == 2);
        await().atMost(Duration.ofMinutes(1)).until(() -> ready(id).size() >= 2);
        for (Node node : cluster.nodes()) {
            node.kill();
        }
        healthyStores();
        for (Node node : cluster.nodes()) {
            node.start();
        }
        cluster.nodes().forEach(Node::awaitReady);

        check(id, "Asia/Kathmandu");
        assertThat(plans(id)).isEqualTo(2);
    }

    @Test
    void connectionsThatAreResetOrCutCostNothingButTime() throws Exception {
        slowStores();
        long id = ask("Asia/Dubai");
        await().until(() -> holders(id) == 2);
        healthyStores();
        for (int round = 0; round < 5; round++) {
            int done = ready(id).size();
            await().until(() -> ready(id).size() > done || ended(id));
            for (Node node : cluster.nodes()) {
                node.store().reset();
            }
            cluster.node(2).database().cut();
        }
        check(id, "Asia/Dubai");
        assertThat(plans(id)).isEqualTo(1);
    }

    @Test
    void aStoreThatIsAwayForAWhileFailsNoReport() throws Exception {
        long id = ask("Asia/Kolkata");
        await().until(() -> !ready(id).isEmpty());
        cluster.nodes().forEach(node -> node.store().set(Fault.REFUSE));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> cluster.jdbc()
                        .sql("select coalesce(max(tries), 0) > 2 from sheaf.work")
                        .query(Boolean.class)
                        .single());
        healthyStores();
        check(id, "Asia/Kolkata");
    }

    @Test
    void whileTheStoreIsFullReportsWaitAndTheApiAnswers() throws Exception {
        cluster.nodes().forEach(node -> node.store().set(Fault.FULL));
        long id = ask("Asia/Colombo");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> cluster.jdbc()
                        .sql("select coalesce(max(tries), 0) > 2 from sheaf.work")
                        .query(Boolean.class)
                        .single());
        assertThat(cluster.node(1)
                        .as("operator")
                        .get(id)
                        .export()
                        .path("status")
                        .asString())
                .isEqualTo("processing");
        healthyStores();
        check(id, "Asia/Colombo");
    }

    @Test
    void whileTheStoreTakesTenKilobytesASecondTheApiAnswersAndReportsGoOn() throws Exception {
        cluster.nodes().forEach(node -> node.store().set(Fault.THROTTLE));
        long id = ask("Asia/Dhaka");
        await().atMost(Duration.ofMinutes(1)).until(() -> ready(id).size() >= 2);
        assertThat(cluster.node(2).as("operator").get(id).status()).isEqualTo(200);
        assertThat(cluster.node(2).as("operator").list("").status()).isEqualTo(200);
        healthyStores();
        check(id, "Asia/Dhaka");
    }

    @Test
    void whileTheDatabaseIsAwayCallersAreToldToComeBackAndThenFindTheirReport() throws Exception {
        long id = ask("Africa/Nairobi");
        Api operator = cluster.node(1).as("operator");
        cluster.node(1).database().set(Fault.REFUSE);

        Answer refused = operator.get(id);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(refused.at("/error/code").asString()).isEqualTo("UNAVAILABLE");
        assertThat(operator.create("{\"report_type\": \"deals_excel\"}").status())
                .isEqualTo(503);

        cluster.node(1).database().set(Fault.NONE);
        await().atMost(Duration.ofMinutes(1)).until(() -> operator.get(id).status() == 200);
        check(id, "Africa/Nairobi");
    }

    private void slowStores() {
        cluster.nodes().forEach(node -> node.store().set(Fault.DELAY));
    }

    private void healthyStores() {
        cluster.nodes().forEach(node -> node.store().set(Fault.NONE));
    }

    private long ask(String zone) {
        Answer asked = cluster.node(1).as("operator").create("""
                {"report_type": "clicks_details_excel", "options": {"time_zone": "%s"},
                 "search_params": {"start_date": "2026-05-27", "end_date": "2026-11-24"}}
                """.formatted(zone));
        assertThat(asked.status()).isEqualTo(202);
        return asked.at("/export/id").asLong();
    }

    private long holders(long id) {
        return cluster.jdbc()
                .sql("select count(*) from sheaf.holders where report_id = :id")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    private List<Long> ready(long id) {
        return cluster.jdbc()
                .sql("select id from sheaf.reports where parent_id = :id and state = 'completed' order by id")
                .param("id", id)
                .query(Long.class)
                .list();
    }

    private boolean ended(long id) {
        return cluster.jdbc()
                .sql("select state in ('completed', 'failed') from sheaf.reports where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private int plans(long id) {
        return cluster.jdbc()
                .sql("select plans from sheaf.reports where id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private String objectKey(long id) {
        return cluster.jdbc()
                .sql("select object_key from sheaf.reports where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private List<Long> heldWork() {
        return cluster.jdbc()
                .sql("select lease from sheaf.work where lease is not null order by 1")
                .query(Long.class)
                .list();
    }

    private List<Long> stillHeld(List<Long> leases) {
        return heldWork().stream().filter(leases::contains).toList();
    }

    /// The node that holds the report's snapshot under the name of the plan.
    private Node planner(long id) {
        String planner =
                cluster.jdbc().sql("""
                select h.node from sheaf.holders h join sheaf.plans p using (report_id, snapshot)
                where p.report_id = :id
                """).param("id", id).query(String.class).single();
        return planner.startsWith(cluster.node(1).name()) ? cluster.node(1) : cluster.node(2);
    }

    private Node other(Node node) {
        return node == cluster.node(1) ? cluster.node(2) : cluster.node(1);
    }

    private void check(long id, String zone) throws Exception {
        check(cluster.node(1), id, zone);
    }

    private void check(Node node, long id, String zone) throws Exception {
        JsonNode export = node.as("operator").awaitEnd(id);
        assertThat(export.path("status").asString()).as("%s", export).isEqualTo("completed");
        Path file = Api.download(export, folder);
        try (Connection database = cluster.connection()) {
            Expected.stream(
                    database,
                    "clicks_details.sql",
                    ZoneId.of(zone),
                    expected -> Workbooks.stream(file, actual -> SameCells.check(actual, expected)));
        }
    }
}
