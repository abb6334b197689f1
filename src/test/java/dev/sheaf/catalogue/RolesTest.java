package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What stands in a type for some callers only does not exist for the others.
class RolesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private static final RowScope ONE = new RowScope(Publishers.only(List.of(1L)), Publishers.all());

    private final ReportType type = TypeFile.read(new ClassPathResource("catalogue/every-kind.yaml"));

    RolesTest() throws IOException {}

    @ParameterizedTest
    @CsvSource({
        "MEMBER, id, 'id,shade', MEMBER",
        "ADMIN, 'id,margin', 'id,shade,margin', ADMIN",
        "OPERATOR, 'id,margin,cost', 'id,shade,margin,cost', OPERATOR"
    })
    void columnsWithoutBeingNamedAndAllThatCanBeNamed(
            Standing standing, String unasked, String possible, Standing needed) {
        ReportRequest request = check(standing, "{}");
        assertThat(request.columns()).extracting(TypeColumn::name).containsExactly(unasked.split(","));
        assertThat(request.standing()).isEqualTo(needed);
        assertThat(TypeDescription.of(type, ONE, standing).columns())
                .extracting(TypeColumn::name)
                .containsExactly(possible.split(","));
    }

    /// Who built it decides what is in it, also when the server reads it back with all rights.
    @Test
    void theColumnsOfAMemberStayThoseOfAMember() {
        ObjectNode stored = check(Standing.MEMBER, "{}").parameters();
        var violations = new Violations();
        ReportRequest reopened = new RequestCheck(type, ONE, Standing.OPERATOR, CLOCK, violations).check(stored);
        assertThat(reopened.columns()).extracting(TypeColumn::name).containsExactly("id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"index_params": {"columns": "cost"}}          | index_params.columns
            {"index_params": {"columns": "margin"}}        | index_params.columns
            {"index_params": {"sort_by": "cost"}}          | index_params.sort_by
            {"search_params": {"cost": 1}}                 | search_params.cost
            """)
    void whatIsForOthersIsUnknown(String body, String path) {
        assertThat(violations(Standing.MEMBER, body)).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo(path);
            assertThat(violation.message().replace("\"cost\"", "").replace("\"margin\"", ""))
                    .doesNotContain("cost", "margin");
        });
        assertThat(violations(Standing.OPERATOR, body)).isEmpty();
    }

    private List<Violation> violations(Standing standing, String json) {
        ObjectNode body = JsonMapper.shared().readValue(json, ObjectNode.class);
        body.withObjectProperty("search_params").put("days", "2026-11-24");
        var violations = new Violations();
        new RequestCheck(type, ONE, standing, CLOCK, violations).check(body);
        return violations.all();
    }

    private ReportRequest check(Standing standing, String json) {
        assertThat(violations(standing, json)).isEmpty();
        ObjectNode body = JsonMapper.shared().readValue(json, ObjectNode.class);
        body.withObjectProperty("search_params").put("days", "2026-11-24");
        return new RequestCheck(type, ONE, standing, CLOCK, new Violations()).check(body);
    }
}
