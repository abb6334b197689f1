package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Caller;
import dev.sheaf.access.Callers;
import dev.sheaf.testing.People;
import dev.sheaf.testing.People.Person;
import dev.sheaf.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// A foreign report and an absent one are looked up by the same work, so that the time of a 404 tells nothing.
class ForeignCostTest extends ServerTest {

    @Autowired
    private DataSource database;

    @Autowired
    private Callers callers;

    @Test
    void whatIsForeignCostsWhatIsAbsentCosts() throws Exception {
        People people = people();
        List<Person> strangers = List.of(people.member(1), people.admin(1), people.member(1, 2), people.member());
        long foreign = people.member(2)
                .api()
                .build("{\"report_type\": \"advertisers_csv\"}")
                .path("id")
                .asLong();
        for (Person stranger : strangers) {
            Caller caller = callers.byKey(stranger.key()).orElseThrow().caller();
            assertThat(work(caller, foreign)).hasSizeGreaterThan(1).isEqualTo(work(caller, foreign + 1_000_000));
        }
    }

    /// Each step, how often it was taken and what it found, and how much was read for it.
    private List<String> work(Caller caller, long id) throws Exception {
        var sent = new LastStatement(database);
        assertThat(new Reports(JdbcClient.create(sent))
                        .visibleTo(caller.reports())
                        .find(new ReportId(id)))
                .isEmpty();
        return steps(sent.plan());
    }

    private static List<String> steps(JsonNode plan) {
        var steps = new ArrayList<String>();
        steps.add("%s %s: %s × %s, %s blocks"
                .formatted(
                        plan.path("Node Type").asString(),
                        plan.path("Index Name").asString(""),
                        plan.path("Actual Loops"),
                        plan.path("Actual Rows"),
                        plan.path("Shared Hit Blocks").asLong()
                                + plan.path("Shared Read Blocks").asLong()));
        plan.path("Plans").forEach(child -> steps.addAll(steps(child)));
        return steps;
    }
}
