package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Rows in ranges, over every kind of sort and whatever happens in the table meanwhile; and their facets.
@SuppressWarnings("NullAway.Init")
class RangesTest {

    private static final Path SOURCES = Path.of("src/test/resources/sources");

    /// What each sort of `samples.yaml` means, once more.
    private static final Map<String, String> SORTS = Map.ofEntries(
            Map.entry("id", "id"),
            Map.entry("digits", "id::text"),
            Map.entry("word", "word"),
            Map.entry("collated", "word collate \"und-x-icu\""),
            Map.entry("joined", "coalesce(word, '') || quantity"),
            Map.entry("amount", "amount"),
            Map.entry("price", "amount / nullif(quantity, 0)"),
            Map.entry("ratio", "ratio"),
            Map.entry("day", "day"),
            Map.entry("at", "at"),
            Map.entry("local", "at at time zone 'Europe/Berlin'"),
            Map.entry("flag", "flag"),
            Map.entry("either", "(flag or quantity > 1)"),
            Map.entry("mood", "mood"),
            Map.entry("address", "address"),
            Map.entry("took", "took"),
            // Its name stands alone in the type file.
            Map.entry("negated", "-quantity"),
            Map.entry("quantity", "quantity"));

    private static OwnServer server;
    private static JdbcClient bank;
    private static Rows rows;

    @BeforeContainer
    static void start() throws IOException, SQLException {
        Database database = TestServers.database();
        var source = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        bank = JdbcClient.create(source);
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(Files.readString(SOURCES.resolve("samples.sql")));
        }
        Path types = Files.createTempDirectory(Path.of("target"), "types");
        String type = Files.readString(SOURCES.resolve("types/samples.yaml"));
        Files.writeString(types.resolve("samples.yaml"), type);
        Files.writeString(
                types.resolve("driver.yaml"),
                type.replace("name: samples", "name: driver")
                        .replace("source: bank", "source: driver")
                        // Of two bound values PostgreSQL does not know that they are the same.
                        .replace(":time_zone", "'Europe/Berlin'"));
        server = OwnServer.start(Map.of(
                "sheaf.report-types", types.toString(),
                "sheaf.queue.enabled", "false",
                "sheaf.sources.bank.url", database.url(),
                "sheaf.sources.bank.user", database.user(),
                "sheaf.sources.bank.password", database.password(),
                "sheaf.sources.driver.url", database.url(),
                "sheaf.sources.driver.kind", "jdbc",
                "sheaf.sources.driver.user", database.user(),
                "sheaf.sources.driver.password", database.password()));
        rows = server.bean(Rows.class);
    }

    @AfterContainer
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Provide
    Arbitrary<String> sorts() {
        return Arbitraries.of(SORTS.keySet().stream().sorted().toList());
    }

    /// How many rows there are, for parts of `partRows`.
    enum Size {
        NONE,
        ONE,
        ONE_PART,
        ONE_PART_AND_ONE,
        MANY;

        int rows(int partRows, int many) {
            return switch (this) {
                case NONE -> 0;
                case ONE -> 1;
                case ONE_PART -> partRows;
                case ONE_PART_AND_ONE -> partRows + 1;
                case MANY -> many;
            };
        }
    }

    @Property(tries = 250)
    void partsAreDisjointOrderedAndComplete(
            @ForAll("sorts") String sort,
            @ForAll boolean descending,
            @ForAll Size size,
            @ForAll @IntRange(min = 1, max = 60) int partRows,
            @ForAll @IntRange(min = 1, max = 90) int sheetRows,
            @ForAll @IntRange(max = 200) int many,
            @ForAll @IntRange(max = 1000) int seed) {
        fill(size.rows(partRows, many), seed);
        ReportRequest request = request("samples", sort, descending, 0);
        List<String> expected = ids(Objects.requireNonNull(SORTS.get(sort)), descending, 0);

        var read = new ArrayList<String>();
        try (Snapshot snapshot = rows.snapshot(request).orElseThrow()) {
            Optional<Plan> plan = rows.plan(snapshot, request, partRows, sheetRows);
            for (PartPlan part : plan.map(Plan::parts).orElse(List.of())) {
                assertThat(rows.part(snapshot.id(), request, part, into(read))).isEqualTo(part.rows());
                assertThat(part.rows()).isLessThanOrEqualTo(Math.min(partRows, sheetRows));
                assertThat(part.firstRow() + part.rows()).isLessThanOrEqualTo(sheetRows);
                change(part.number());
            }
        }

        assertThat(read).isEqualTo(expected);
        assertThat(all(request))
                .isEqualTo(all(request("driver", sort, descending, 0)))
                .isEqualTo(ids(Objects.requireNonNull(SORTS.get(sort)), descending, 0));
    }

    @Property(tries = 40)
    void facetsSumUpTheRowsOfTheSameMoment(
            @ForAll @IntRange(max = 200) int many,
            @ForAll @IntRange(max = 3) int least,
            @ForAll @IntRange(max = 1000) int seed) {
        fill(many, seed);
        ReportRequest request = request("samples", "id", false, least);
        long matching = ids("id", false, least).size();
        Map<String, String> values =
                Map.of("word", "word", "day", "(at at time zone 'Europe/Berlin')::date", "quantity", "quantity");
        Map<String, Facet> facets = request.type().facets();
        try (Snapshot snapshot = rows.snapshot(request).orElseThrow()) {
            values.forEach((name, sql) -> {
                List<String> groups = groups(sql, least);
                String totals = totals(least);
                Summary now = rows.summary(snapshot.id(), request, Objects.requireNonNull(facets.get(name)));
                bank.sql("update samples set word = word || 'x', amount = 1 where id % 3 = 0")
                        .update();
                Summary later = rows.summary(snapshot.id(), request, Objects.requireNonNull(facets.get(name)));
                fill(many, seed);

                assertThat(now.rows()).isEqualTo(matching);
                assertThat(now.groups()).isEqualTo(groups).isEqualTo(later.groups());
                assertThat(now.totals()).isEqualTo(totals).isEqualTo(later.totals());
            });
        }
        var summaries = new ArrayList<Summary>();
        long sent = rows.all(
                        request,
                        Long.MAX_VALUE,
                        into(new ArrayList<>()),
                        List.copyOf(facets.values()),
                        (_, all) -> summaries.addAll(all))
                .rows();
        assertThat(sent).isEqualTo(matching);
        assertThat(summaries).hasSize(facets.size()).allMatch(summary -> summary.rows() == matching);
    }

    /// Equal values are one value, however each is written and whatever currencies its amounts are in; and equal
    /// currencies are one.
    @Property(tries = 20)
    void currenciesStandOnTheLineOfTheirValue(
            @ForAll @IntRange(min = 1, max = 200) int many, @ForAll @IntRange(max = 1000) int seed) {
        fill(many, seed);
        List<String> counts = bank.sql("select count(*)::text from samples group by amount order by amount nulls last")
                .query(String.class)
                .list();
        List<Integer> sums = bank.sql("""
                        select sum(quantity) from samples group by coalesce(trim(word), '') collate folded
                        """).query(Integer.class).list();
        for (String type : List.of("samples", "driver")) {
            ReportRequest request = request(type, "id", false, 0);
            Facet facet = Objects.requireNonNull(request.type().facets().get("amount"));
            rows.all(request, Long.MAX_VALUE, into(new ArrayList<>()), List.of(facet), (_, all) -> {
                Summary summary = all.getFirst();
                assertThat(summary.groups())
                        .extracting(line -> line.split("\t", -1)[1])
                        .isEqualTo(counts);
                assertThat(apart(List.of("\t" + summary.totals()), summary.currencies()))
                        .isEqualTo(apart(summary.groups(), summary.currencies()))
                        .containsExactlyInAnyOrderElementsOf(sums);
            });
        }
    }

    /// What the lines of groups add up to for each of `currencies`, behind the value and the number of rows.
    private static List<Integer> apart(List<String> lines, List<String> currencies) {
        return IntStream.range(2, 2 + currencies.size())
                .mapToObj(i -> lines.stream()
                        .map(line -> line.split("\t", -1)[i])
                        .filter(sum -> !sum.equals("\\N"))
                        .mapToInt(Integer::parseInt)
                        .sum())
                .toList();
    }

    @Property(tries = 20)
    void smallCountsAreExact(@ForAll @IntRange(max = 60) int many, @ForAll @IntRange(max = 3) int least) {
        fill(many, 7);
        int matching = ids("id", false, least).size();
        ReportRequest request = request("samples", "id", false, least);

        assertThat(rows.count(request, 1_000_000)).isEqualTo(new RowCount(matching, true));
        if (matching > 1) {
            assertThat(rows.count(request, matching)).isEqualTo(new RowCount(matching, true));
            assertThat(rows.count(request, matching - 1).rows()).isGreaterThan(matching - 1);
            assertThat(rows.count(request, matching - 1).exact()).isFalse();
        }
    }

    private static void fill(int count, int seed) {
        bank.sql("select fill(?, ?)")
                .params(count, seed / 1000.0)
                .query((_, _) -> 0)
                .list();
    }

    /// What was read, is read and will be read: gone, moved to elsewhere in every order, and new.
    private static void change(int round) {
        bank.sql("delete from samples where id % 5 = ?").param(round % 5).update();
        bank.sql("""
                update samples set word = 'm', amount = 0.7, ratio = 3, day = '2026-01-01', flag = not flag, quantity = 2
                where id % 5 = ?
                """).param((round + 2) % 5).update();
        bank.sql("insert into samples (id, word, at, quantity) values (?, 'b', now(), 1)")
                .param(10_000 + round)
                .update();
    }

    private static List<String> ids(String sort, boolean descending, int least) {
        String direction = descending ? "desc" : "asc";
        return bank.sql("select id::text as read from samples where quantity >= ? order by %s %s nulls last, id %s"
                        .formatted(sort, direction, direction))
                .param(least)
                .query(String.class)
                .list();
    }

    private static List<String> groups(String value, int least) {
        return bank.sql("""
                        select concat_ws(E'\\t', coalesce(replace(replace((%1$s)::text, '\\', '\\\\'), E'\\t', '\\t'), '\\N'),
                                         count(*), count(word), coalesce(sum(amount)::text, '\\N'))
                        from samples where quantity >= ? group by %1$s order by %1$s nulls last
                        """.formatted(value)).param(least).query(String.class).list();
    }

    private static String totals(int least) {
        return bank.sql("""
                        select concat_ws(E'\\t', count(*), count(word), coalesce(sum(amount)::text, '\\N'))
                        from samples where quantity >= ?
                        """).param(least).query(String.class).single();
    }

    private static List<String> all(ReportRequest request) {
        var read = new ArrayList<String>();
        rows.all(request, Long.MAX_VALUE, into(read));
        return read;
    }

    /// The first column, which is the key.
    private static RowSink into(List<String> read) {
        return (copy, from, to) ->
                read.add(new String(copy, from, Fields.end(copy, from, to, 1) - from, StandardCharsets.UTF_8));
    }

    private static ReportRequest request(String type, String sort, boolean descending, int least) {
        ObjectNode body = JsonMapper.shared()
                .readValue("""
                {"report_type": "%s", "search_params": {"least": %d},
                 "index_params": {"sort_by": "%s", "sort_order": "%s"}, "options": {"time_zone": "Europe/Berlin"}}
                """.formatted(type, least, sort, descending ? "desc" : "asc"), ObjectNode.class);
        return switch (server.bean(Catalogue.class).check(body, RowScope.EVERYTHING, Standing.OPERATOR)) {
            case Checked.Valid valid -> valid.request();
            case Checked.Invalid invalid -> throw new AssertionError(invalid.violations());
        };
    }
}
