package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.Behaviours.Asked;
import dev.sheaf.Behaviours.Kind;
import dev.sheaf.embedded.SampleData;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Filters, sorts, sizes of parts and time zones as chance combines them: the rows of the downloaded file and their
/// order are those of a query that was written apart from the type's file.
///
/// What one run finds is tried again with `-Dsheaf.combinations.seed=…`.
@SuppressWarnings("NullAway.Init")
class CombinationsTest {

    private static final long SEED = Long.getLong("sheaf.combinations.seed", System.nanoTime());
    private static final int COMBINATIONS = 10;
    private static final int MOST_PARTS = 25;

    /// Their rules are the same in Java and in PostgreSQL, whatever the age of either.
    private static final List<String> ZONES = List.of(
            "UTC",
            "America/New_York",
            "America/St_Johns",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Europe/Berlin",
            "Pacific/Kiritimati");

    @TempDir
    private static Path folder;

    private static final Random RANDOM = new Random(SEED);
    private static final List<Integer> PART_ROWS =
            List.of(RANDOM.nextInt(1, 5), RANDOM.nextInt(10, 40), RANDOM.nextInt(100, 300), RANDOM.nextInt(800, 2500));

    private static OwnServer server;
    private static Behaviours behaviours;
    private static Api operator;
    private static int inParts;

    /// Each type once for each size of parts, which a type's file may say.
    @BeforeAll
    static void start() throws IOException, SQLException {
        System.out.println("Seed of the combinations: " + SEED);
        Path types = Files.createDirectory(folder.resolve("types"));
        for (Kind kind : Kind.values()) {
            String file = new ClassPathResource("report-types/" + kind.type() + ".yaml")
                    .getContentAsString(StandardCharsets.UTF_8);
            for (int rows : PART_ROWS) {
                Files.writeString(
                        types.resolve(name(kind, rows) + ".yaml"),
                        file.replace("name: " + kind.type() + "\n", "name: " + name(kind, rows) + "\n") + "part_rows: "
                                + rows + "\n");
            }
        }
        server = OwnServer.start(Map.of("sheaf.report-types", types.toString()));
        server.bean(SampleData.class).load(12_000, LocalDate.of(2026, 11, 24));
        behaviours = new Behaviours(
                server.jdbc(), server.bean(Flyway.class).getConfiguration().getDataSource());
        operator = server.people().operator().api().withItsOwnDescription();
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(inParts).as("files of several parts").isPositive();
    }

    private static String name(Kind kind, int partRows) {
        return kind.type() + "_" + partRows;
    }

    @ParameterizedTest
    @EnumSource
    void whateverComesTogetherTheFileHoldsTheRowsOfTheQueryInItsOrder(Kind kind) {
        List<Asked> filters = Behaviours.cases(kind)
                .filter(asked -> asked.search() != null && asked.options() == null && asked.none() == null)
                .toList();
        List<Asked> sorts = Behaviours.cases(kind)
                .filter(asked -> asked.index() != null && asked.from() == null)
                .toList();
        int found = 0;
        for (int i = 0; i < COMBINATIONS; i++) {
            Asked sort = pick(sorts);
            List<Asked> asked = new ArrayList<>(List.of(sort));
            ObjectNode body = behaviours.body(kind, sort);
            addTo(body, asked, pick(filters));
            addTo(body, asked, pick(filters));
            String zone = pick(ZONES);
            List<String> expected = behaviours.ids(
                    kind,
                    asked.stream()
                            .map(Asked::from)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(kind.from),
                    asked.stream()
                            .map(each -> "(" + Behaviours.condition(each) + ")")
                            .collect(Collectors.joining(" and ")),
                    Objects.requireNonNullElse(sort.order(), kind.order),
                    zone);
            int partRows = pick(PART_ROWS.stream()
                    .filter(rows -> expected.size() <= MOST_PARTS * rows)
                    .toList());
            body.withObjectProperty("options").put("time_zone", zone);
            body.put("report_type", name(kind, partRows)).put("fresh", true);

            JsonNode export = operator.build(body.toString());

            assertThat(Downloaded.rows(export, folder).stream().map(row -> row.get(kind.label)))
                    .as("seed %d: %s", SEED, body)
                    .containsExactlyElementsOf(expected);
            assertThat(Math.max(1, export.at("/progress/total_parts").asInt()))
                    .isEqualTo(Math.max(1, (expected.size() + partRows - 1) / partRows));
            inParts += export.at("/progress/total_parts").asInt() > 1 ? 1 : 0;
            found += expected.size();
        }
        assertThat(found).isPositive();
    }

    /// Unless it would ask another thing of a filter that is asked for already, or for an end before the start.
    private static void addTo(ObjectNode body, List<Asked> asked, Asked filter) {
        ObjectNode search = body.withObjectProperty("search_params");
        ObjectNode more = behaviours.object(filter.search());
        if (more.propertyNames().stream().noneMatch(search::has)
                && (filter.from() == null || asked.stream().allMatch(each -> each.from() == null))) {
            ObjectNode both = search.deepCopy().setAll(more);
            if (inOrder(both, "start_date", "end_date") && inOrder(both, "effective_after", "effective_before")) {
                search.setAll(more);
                asked.add(filter);
            }
        }
    }

    private static boolean inOrder(JsonNode search, String from, String to) {
        return !search.has(from)
                || !search.has(to)
                || search.path(from).asString().compareTo(search.path(to).asString()) <= 0;
    }

    private static <T> T pick(List<T> from) {
        return from.get(RANDOM.nextInt(from.size()));
    }
}
