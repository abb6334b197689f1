package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What stands in a type for some callers only does not exist for the others.
class RolesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private static final RowScope ONE = new RowScope(Publishers.only(List.of(1L)), Publishers.all());

    private static final String HIDDEN = ", role: admin, fallback: \"2026-11-24\"";

    @TempDir
    private Path folder;

    private String text = new ClassPathResource("catalogue/every-kind.yaml").getContentAsString(StandardCharsets.UTF_8);

    RolesTest() throws IOException {}

    private ReportType type() {
        return TypeFiles.read("every-kind.yaml", text);
    }

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
        assertThat(TypeDescription.of(type(), ONE, standing).columns())
                .extracting(TypeColumn::name)
                .containsExactly(possible.split(","));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAskedForIsReadBackAsItWas(Standing standing) throws IOException {
        ReportRequest asked = check(standing, "{}");
        assertReadBack(asked);
    }

    /// The default of a filter is for everybody, the filter is not.
    @Test
    void aDefaultThatTheCallerCouldNotChangeIsReadBack() throws IOException {
        text = text.replace("cost:         {type: decimal,", "cost:         {type: decimal, fallback: 7,");
        ReportRequest asked = check(Standing.MEMBER, "{}");
        assertThat(asked.values()).containsEntry("cost", List.of("7"));
        assertReadBack(asked);
    }

    @Test
    void aColumnThatIsAddedForSomeIsInNoFileThatOthersAskedForBefore() throws IOException {
        String now = text;
        text = text.replaceAll("(?m)^  (margin|cost): +\\{label.*\n", "");
        ReportRequest asked = check(Standing.MEMBER, "{}");
        text = now;
        assertThat(reopened(asked).columns()).extracting(TypeColumn::name).containsExactly("id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'index_params': {'columns': 'id,margin'}}",
                "{'index_params': {'sort_by': 'cost'}}",
                "{'search_params': {'cost': 1}}"
            })
    void whatIsForSomeSinceThenFailsWhatOthersAskedForBefore(String body) throws IOException {
        String now = text;
        text = text.replaceAll(", role: \\w+", "");
        ReportRequest asked = check(Standing.MEMBER, body.replace('\'', '"'));
        text = now;
        assertThatIllegalStateException().isThrownBy(() -> reopened(asked)).withMessageContaining("has changed since");
    }

    private void assertReadBack(ReportRequest asked) throws IOException {
        ReportRequest reopened = reopened(asked);
        assertThat(reopened.columns()).isEqualTo(asked.columns());
        assertThat(reopened.values()).isEqualTo(asked.values());
        assertThat(reopened.sort()).isEqualTo(asked.sort());
        assertThat(reopened.standing()).isEqualTo(asked.standing());
    }

    private ReportRequest reopened(ReportRequest asked) throws IOException {
        Files.writeString(folder.resolve("every-kind.yaml"), text);
        return new Catalogue(new CatalogueSettings(List.of(folder)), CLOCK)
                .reopen("every_kind", asked.parameters(), ONE, asked.standing());
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

    @Test
    void aRangeIsDescribedToThoseOnlyWhoHaveBothOfItsFilters() {
        text += """
                ranges:
                  - {from: from_day, to: to_day}
                """;
        text = text.replace("filters:\n", """
                filters:
                  from_day:     {type: date, column: v.day, operator: ">="}
                  to_day:       {type: date, column: v.day, operator: "<=", role: admin}
                """);
        assertThat(TypeDescription.of(type(), ONE, Standing.MEMBER)
                        .searchParams()
                        .toString())
                .contains("from_day")
                .doesNotContain("to_day");
        assertThat(TypeDescription.of(type(), ONE, Standing.ADMIN)
                        .searchParams()
                        .path("description")
                        .asString())
                .isEqualTo("to_day is not before from_day.");
    }

    /// The range is of 31 days at most, and the fallback of the hidden filter is 2026-11-24.
    @ParameterizedTest
    @CsvSource({
        "from_day, to_day, 2026-11-25, must not be after 2026-11-24",
        "from_day, to_day, 2026-10-24, must not be before 2026-10-25",
        "to_day, from_day, 2026-11-23, must not be before 2026-11-24",
        "to_day, from_day, 2026-12-25, must not be after 2026-12-24"
    })
    void whatARangeLeavesIsToldWithoutTheFilterThatIsForOthers(String had, String hidden, String day, String message) {
        range(hidden.equals("from_day") ? HIDDEN : "", hidden.equals("to_day") ? HIDDEN : "");
        String body = "{\"search_params\": {\"%s\": \"%s\"}}".formatted(had, day);

        assertThat(violations(Standing.MEMBER, body)).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo("search_params." + had);
            assertThat(violation.message()).isEqualTo(message);
        });
        assertThat(violations(Standing.ADMIN, body)).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo("search_params.to_day");
            assertThat(violation.message()).contains("from_day");
        });
    }

    @Test
    void aRangeOfFiltersThatAreForOthersIsRefusedWithoutNamingThem() {
        range(HIDDEN, HIDDEN.replace("24", "23"));

        assertThat(violations(Standing.MEMBER, "{}")).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo("search_params");
            assertThat(violation.message()).doesNotContain("from_day", "to_day");
        });
    }

    private void range(String from, String to) {
        text = text.replace("filters:\n", """
                filters:
                  from_day:     {type: date, column: v.day, operator: ">="%s}
                  to_day:       {type: date, column: v.day, operator: "<="%s}
                """.formatted(from, to)) + """
                ranges:
                  - {from: from_day, to: to_day, max_days: 31}
                """;
    }

    private List<Violation> violations(Standing standing, String json) {
        ObjectNode body = JsonMapper.shared().readValue(json, ObjectNode.class);
        body.withObjectProperty("search_params").put("days", "2026-11-24");
        var violations = new Violations();
        new RequestCheck(type(), ONE, standing, false, CLOCK, violations).check(body);
        return violations.all();
    }

    private ReportRequest check(Standing standing, String json) {
        assertThat(violations(standing, json)).isEmpty();
        ObjectNode body = JsonMapper.shared().readValue(json, ObjectNode.class);
        body.withObjectProperty("search_params").put("days", "2026-11-24");
        return new RequestCheck(type(), ONE, standing, false, CLOCK, new Violations()).check(body);
    }
}
