package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.embedded.SampleData;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.OwnServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/// Small joined tables are read once where that gives the same rows, and stay in the statement where it would not.
class StarJoinTest {

    /// Visits have places, places that are not there, and none. Nobody visits places above 60.
    private static final String TABLES = """
            create collation public.folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            create table public.regions (id bigint primary key, name text, number int);
            create table public.places (
                id bigint primary key, name text, region bigint, open boolean,
                code text unique, short varchar(9) unique, fixed char(6) unique, folded text collate public.folded unique,
                uid uuid unique, weight numeric unique, late bigint unique deferrable, several bigint, part bigint,
                開 boolean generated always as (open) stored);
            create unique index on public.places (part) where part < 40;
            create index on public.places (several);
            create table public.visits (
                id bigint primary key, at timestamptz not null, place bigint, number int, code text, uid uuid,
                weight numeric, note text, folded text collate public.folded);
            create index on public.visits (at, id);
            insert into public.regions select i, 'region ' || i, i * 10 from generate_series(1, 7) i;
            insert into public.places
            select i, case when i % 5 > 0 then E'place\\t\\\\ "' || i || '"' end, case when i % 4 > 0 then i % 10 end, i % 3 > 0,
                   'a rather long code ' || i, 's' || i, 'f' || i, 'F' || i, md5(i::text)::uuid, i + 0.50, i, i % 30, i
            from generate_series(1, 70) i where i % 11 > 0;
            insert into public.visits
            select i, timestamptz '2026-01-01' + i / 3 * interval '1 minute', case when i % 7 > 0 then i % 60 end, i % 60,
                   case when i % 3 > 0 then 'a rather long code ' || i % 60 end, md5((i % 60)::text)::uuid,
                   i % 60 + 0.5, case when i % 2 > 0 then '' end, 'A rather long code ' || i % 60
            from generate_series(1, 3000) i;
            create table public.grown (id bigint primary key, name text);
            alter table public.grown set (autovacuum_enabled = false);
            insert into public.grown values (1, 'one');
            """;

    private static final String TYPE = """
            name: NAME
            display_name: Visits
            format: csv
            filename: visits
            from: |
              FROM
            key: v.id
            scope: everyone
            columns:
              COLUMNS
            filters:
              most:   {type: integer, sql: "v.id <= :most"}
              region: {type: integer, sql: "p.region = :region"}
            sorts:
              at:    {sql: v.at, sql_type: timestamptz, nullable: false}
              named: {sql: NAMED, sql_type: text, nullable: true}
            """;

    private static final long PART = 700;

    /// Of four publishers of twelve there are more than deals in the sample data.
    private static final int CLICKS = 100_000;
    private static final DataSize NONE = DataSize.ofBytes(0);
    private static final DataSize ENOUGH = DataSize.ofMegabytes(4);
    private static final String PLACES = "public.visits v left join public.places p on p.id = v.place";

    private static final Case UNUSED = new Case("left_unused", PLACES, "", "", "v.id", "v.note");

    /// `lookedUp` are the tables that are read once; `filters` those of the request.
    record Case(String name, String from, String filters, String lookedUp, List<String> columns) {

        Case(String name, String from, String filters, String lookedUp, String... columns) {
            this(name, from, filters, lookedUp, List.of(columns));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        String v = "public.visits v";
        return Stream.of(
                new Case("left", PLACES, "", "p", "v.id", "p.name", "v.note"),
                new Case("inner", v + " join public.places p on p.id = v.place", "", "p", "v.id", "p.name"),
                new Case("inner_unused", v + " inner join public.places p on v.place = p.id", "", "p", "v.id"),
                new Case("nothing_sent", PLACES, "", "p", "p.name", "p.id is null", "p.code"),
                new Case("first_empty", PLACES, "", "p", "v.note", "p.name", "v.note"),
                new Case(
                        "expressions",
                        PLACES,
                        "",
                        "p",
                        "p.id is not null",
                        "coalesce(p.name, 'none')",
                        "v.id",
                        "upper(p.name) || :time_zone",
                        "'p.name, v.id'"),
                new Case(
                        "chain",
                        PLACES + " left join public.regions r on r.id = p.region",
                        "",
                        "p",
                        "r.name",
                        "v.id",
                        "p.name || r.name"),
                new Case(
                        "chain_inner", PLACES + " join public.regions r on r.id = p.region", "", "p", "v.id", "r.name"),
                new Case(
                        "interleaved",
                        PLACES + " left join public.places q on q.id = v.number",
                        "",
                        "p q",
                        "p.name",
                        "q.name",
                        "v.id",
                        "q.code",
                        "p.code",
                        "p.open",
                        "v.number"),
                new Case("text", v + " left join public.places p on p.code = v.code", "", "p", "v.id", "p.id"),
                new Case(
                        "derived",
                        "(select w.*, w.code as other from public.visits w) v left join public.places p on p.code = v.other",
                        "",
                        "p",
                        "v.id",
                        "p.id"),
                new Case("varchar", v + " left join public.places p on p.short = v.note", "", "p", "v.id", "p.id"),
                new Case("uuid", v + " left join public.places p on p.uid = v.uid", "", "p", "v.id", "p.id"),
                new Case("int", v + " left join public.places p on p.id = v.number", "", "p", "v.id", "p.name"),
                new Case("guard", PLACES + " and v.id % 2 = 0", "", "p", "v.id", "p.name"),
                new Case(
                        "guard_of_words",
                        PLACES
                                + " and v.at >= date '2026-01-01' and lower (v.note) is not null"
                                + " and (v.number in (1, 2) or v.id::numeric > 50) and :time_zone <> 'open'",
                        "",
                        "p",
                        "v.id",
                        "p.name"),
                new Case("restriction", PLACES + " and p.open and p.region > 2", "", "p", "v.id", "p.name"),
                new Case(
                        "written_otherwise",
                        "public.visits AS v -- left join public.nothing n on true\n  LEFT OUTER JOIN public.places\n  p\n  ON V.place=P.ID",
                        "",
                        "p",
                        "v.id",
                        "P.name"),
                new Case(
                        "no_alias", v + " left join public.places on places.id = v.place", "", "places", "places.name"),
                new Case(
                        "others_stay",
                        PLACES
                                + " left join lateral (select count(*) as n from public.regions where id < v.number) as few"
                                + " on true left join public.places q on q.weight = v.weight",
                        "",
                        "p",
                        "v.id",
                        "p.name",
                        "few.n",
                        "q.name"),
                // What is joined to a table that stays is looked up by it.
                new Case(
                        "filtered",
                        PLACES + " left join public.regions r on r.id = p.region",
                        "\"region\": 3",
                        "r",
                        "v.id",
                        "p.name",
                        "r.name"),
                new Case("mixed", PLACES, "", "", "v.id", "p.name || v.id"),
                new Case(
                        "mixed_dimensions",
                        PLACES + " left join public.places q on q.id = v.number",
                        "",
                        "",
                        "p.name || q.name"),
                new Case(
                        "unqualified",
                        "public.visits v left join public.places p on p.id = v.place",
                        "",
                        "",
                        "v.id",
                        "name"),
                // Places that are joined for themselves have an "open" too, and regions a "number" as visits do.
                new Case(
                        "unqualified_guard",
                        PLACES + " and open left join public.places q on q.weight = v.weight + 1",
                        "",
                        "",
                        "v.id",
                        "p.name",
                        "q.name"),
                new Case(
                        "unqualified_in_other_letters",
                        PLACES + " and 開 left join public.places q on q.weight = v.weight + 1",
                        "",
                        "",
                        "v.id",
                        "p.name",
                        "q.name"),
                new Case(
                        "unqualified_restriction",
                        PLACES + " and p.open and number > 30 left join public.regions r on r.id = p.region",
                        "",
                        "r",
                        "v.id",
                        "p.name",
                        "r.name"),
                new Case("numeric", v + " left join public.places p on p.weight = v.weight", "", "", "v.id", "p.name"),
                new Case("other_kind", v + " left join public.places p on p.id = v.weight", "", "", "v.id", "p.name"),
                new Case(
                        "char",
                        v + " left join public.places p on p.fixed = 'f' || v.number",
                        "",
                        "",
                        "v.id",
                        "p.name"),
                new Case("fixed", v + " left join public.places p on p.fixed = v.code", "", "", "v.id", "p.name"),
                new Case("folded", v + " left join public.places p on p.folded = v.code", "", "", "v.id", "p.name"),
                new Case(
                        "folded_other",
                        v + " left join public.places p on p.code = v.folded",
                        "",
                        "",
                        "v.id",
                        "p.name"),
                new Case(
                        "folded_derived",
                        "(select w.*, w.folded as other from public.visits w) v left join public.places p on p.code = v.other",
                        "",
                        "",
                        "v.id",
                        "p.name"),
                new Case("several", v + " left join public.places p on p.several = v.place", "", "", "v.id", "p.name"),
                new Case("part", v + " left join public.places p on p.part = v.place", "", "", "v.id", "p.name"),
                new Case("late", v + " left join public.places p on p.late = v.place", "", "", "v.id", "p.name"),
                new Case("either", PLACES + " and p.open or p.id = v.number", "", "", "v.id", "p.name"),
                new Case("both", PLACES + " and p.region > v.id % 5", "", "", "v.id", "p.name"),
                new Case("comma", "public.regions s, " + PLACES, "\"most\": 900", "", "v.id * 10 + s.id", "p.name"),
                new Case("cross", PLACES + " cross join (values (1)) as one", "", "", "v.id", "p.name"),
                new Case(
                        "right",
                        "public.places p right join public.visits v on p.id = v.place",
                        "",
                        "",
                        "v.id",
                        "p.name"),
                new Case("escaped", PLACES + " and p.name <> E'\\\\'", "", "", "v.id", "p.name"),
                new Case("view", v + " left join public.open_places p on p.id = v.place", "", "", "v.id", "p.name"),
                // Places that nobody visits make it fail.
                new Case("failing", PLACES, "", "p", "v.id", "60 / (p.id - 61)"),
                // The planner believes it has one row.
                new Case("too_large", v + " left join public.grown g on g.id = v.place", "", "g", "v.id", "g.name"));
    }

    private static OwnServer server;
    private static Database database;

    @BeforeAll
    static void start(@TempDir Path types) throws Exception {
        database = TestServers.database();
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute("create view public.open_places as select * from public.places where open");
            statement.execute("grant select on all tables in schema public to public");
            // Not in one transaction with others.
            statement.execute("vacuum analyze");
            statement.execute("insert into public.grown select i, repeat('long', 1000) from generate_series(2, 600) i");
        }
        for (Case one : Stream.concat(cases(), Stream.of(UNUSED)).toList()) {
            var columns = new LinkedHashMap<String, String>();
            for (String column : one.columns) {
                columns.put("c" + columns.size(), column);
            }
            Files.writeString(
                    types.resolve(one.name + ".yaml"),
                    TYPE.replace("NAMED", one.from.contains("places p") ? "p.name" : "v.note")
                            .replace("NAME", one.name)
                            .replace("FROM", one.from.replace("\n", "\n  "))
                            .replace(
                                    "COLUMNS",
                                    String.join(
                                            "\n  ",
                                            columns.entrySet().stream()
                                                    .map(column -> "%s: {label: %s, type: text, sql: \"(%s)::text\"}"
                                                            .formatted(
                                                                    column.getKey(),
                                                                    column.getKey(),
                                                                    column.getValue()))
                                                    .toList()))
                            .replace(
                                    one.from.contains("places p")
                                            ? "\u0000"
                                            : "  region: {type: integer, sql: \"p.region = :region\"}\n",
                                    ""));
        }
        server = OwnServer.start(
                database, Map.of("sheaf.queue.enabled", "false", "sheaf.report-types", types.toString()));
        server.bean(SampleData.class).load(CLICKS, LocalDate.of(2026, 11, 24));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// Without the one that gives a visit several rows, which a type must not.
    static Stream<Case> casesOfOneRowAVisit() {
        return cases().filter(one -> !one.name.equals("several"));
    }

    @ParameterizedTest
    @MethodSource("casesOfOneRowAVisit")
    void rowsAreTheSameAsWithAllJoins(Case one) throws Exception {
        List<String> joined = read(one, ENOUGH);

        assertThat(joined).isNotEmpty().containsExactlyElementsOf(read(one, NONE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsReadOnceLeavesTheStatement(Case one) throws Exception {
        PartQuery query = query(one.name, one.filters, ENOUGH);

        assertThat(query.dimensions().stream().map(dimension -> dimension.link().alias()))
                .containsExactlyInAnyOrder(one.lookedUp.isEmpty() ? new String[0] : one.lookedUp.split(" "));
        assertThat(query.equals(PartQuery.whole(query.question()))).isEqualTo(one.lookedUp.isEmpty());
        assertThat(query.dimensions())
                .allSatisfy(dimension -> assertThat(query.from())
                        .doesNotContainIgnoringCase(dimension.link().alias() + " on"));
    }

    @Test
    void aTableStaysThatDecidesOnTheOrder() throws Exception {
        Question question = Questions.of(server, "left", "");
        Question byName = Questions.sorted(server, "left", "named");

        assertThat(query(question, ENOUGH).dimensions()).hasSize(1);
        assertThat(query(byName, ENOUGH).dimensions()).isEmpty();
    }

    @Test
    void aTableThatAddsNothingIsNotRead() throws Exception {
        PartQuery query = query("left_unused", "", ENOUGH);

        assertThat(query.dimensions()).isEmpty();
        assertThat(query.from()).isEqualTo("public.visits v");
    }

    @Test
    void aTableStaysThatHasMoreRowsThanTheReport() throws Exception {
        assertThat(query("chain_inner", "\"most\": 20", ENOUGH).dimensions())
                .as("only what is joined to it")
                .extracting(dimension -> dimension.link().alias())
                .containsExactly("r");
        assertThat(query("chain_inner", "\"most\": 3", ENOUGH).dimensions()).isEmpty();
    }

    @Test
    void aTableStaysThatDoesNotFitIntoTheMemory() throws Exception {
        assertThat(query("left", "", DataSize.ofBytes(2_000)).dimensions()).isEmpty();
    }

    /// The planner's numbers are as old as the statistics.
    @Test
    void aTableThatProvesTooLargeIsJoinedAfterAll() throws Exception {
        Case one =
                cases().filter(any -> any.name.equals("too_large")).findFirst().orElseThrow();

        assertThat(query(one.name, "", DataSize.ofKilobytes(64)).dimensions()).hasSize(1);
        assertThat(read(one, DataSize.ofKilobytes(64))).containsExactlyElementsOf(read(one, NONE));
    }

    /// Its connection is given up. Whoever waited for that one would wait in vain.
    @RepeatedTest(20)
    void oneConnectionIsEnoughForATableThatProvesTooLarge() throws Exception {
        try (PostgresSource source = source(DataSize.ofKilobytes(64))) {
            Question question = Questions.of(server, "too_large", "");
            try (Snapshot snapshot = source.snapshot(question.request().zone()).orElseThrow()) {
                assertThat(read(source, snapshot, question, PART)).isNotEmpty();
            }
        }
    }

    @Test
    void memoryThatNoTableCanHaveIsRefused() {
        assertThatThrownBy(() -> new RowSettings(0, 1, Duration.ofSeconds(1), NONE, DataSize.ofBytes(-1)))
                .hasMessage("sheaf.rows.dimension-memory must be from 0 to 1024MB, not -1B");
        assertThatThrownBy(() -> new RowSettings(0, 1, Duration.ofSeconds(1), NONE, DataSize.ofMegabytes(1025)))
                .hasMessage("sheaf.rows.dimension-memory must be from 0 to 1024MB, not 1074790400B");
    }

    /// All parts see one moment, whenever the tables beside are read.
    @Test
    void whatChangesAfterTheSnapshotIsNotInTheParts() throws Exception {
        Question question = Questions.of(server, "chain", "");
        try (PostgresSource source = source(ENOUGH);
                Snapshot snapshot = source.snapshot(question.request().zone()).orElseThrow()) {
            execute("update public.regions set name = 'new ' || name");
            List<String> rows = read(source, snapshot, question, PART);

            assertThat(rows).anyMatch(row -> row.startsWith("region 1\t")).noneMatch(row -> row.startsWith("new"));
        } finally {
            execute("update public.regions set name = substr(name, 5)");
        }
    }

    static Stream<RowScope> scopes() {
        Publishers some = Publishers.only(List.of(1L, 2L, 3L, 4L));
        return Stream.of(
                RowScope.EVERYTHING,
                new RowScope(some, some),
                new RowScope(some, Publishers.only(List.of(2L))),
                new RowScope(Publishers.all(), Publishers.only(List.of())));
    }

    /// Deals that the caller must not see are looked up nowhere.
    @ParameterizedTest
    @MethodSource("scopes")
    void clicksAreReadWithoutAJoinWhateverTheScope(RowScope scope) throws Exception {
        Question question = Questions.of(server, "clicks_details_excel", """
                "start_date": "2000-01-01", "end_date": "2000-12-31"
                """.replace("2000", "2026"), scope);

        PartQuery query = query(question, ENOUGH);
        assertThat(query.from()).isEqualTo("affiliate.clicks c");
        assertThat(query.dimensions())
                .extracting(dimension -> dimension.link().alias())
                .containsExactly("a", "p", "d", "t");
        assertThat(read(question, CLICKS / 10, DataSize.ofMegabytes(32)))
                .hasSizeGreaterThan(1_000)
                .containsExactlyElementsOf(read(question, CLICKS / 10, NONE));
    }

    private static PartQuery query(String type, String filters, DataSize memory) throws SQLException {
        return query(Questions.of(server, type, filters), memory);
    }

    private static PartQuery query(Question question, DataSize memory) throws SQLException {
        try (Connection connection = connect()) {
            return StarJoin.of(connection, question, memory.toBytes());
        }
    }

    private static List<String> read(Case one, DataSize memory) throws SQLException {
        return read(Questions.of(server, one.name, one.filters), PART, memory);
    }

    private static List<String> read(Question question, long partRows, DataSize memory) throws SQLException {
        try (PostgresSource source = source(memory);
                Snapshot snapshot = source.snapshot(question.request().zone()).orElseThrow()) {
            return read(source, snapshot, question, partRows);
        }
    }

    private static List<String> read(PostgresSource source, Snapshot snapshot, Question question, long partRows)
            throws SQLException {
        var rows = new ArrayList<String>();
        Plan plan = source.plan(snapshot, question, partRows, 1_000_000).orElseThrow();
        for (PartPlan part : plan.parts()) {
            int before = rows.size();
            long read = source.part(
                    snapshot.id(),
                    question,
                    part,
                    (copy, from, to) -> rows.add(new String(copy, from, to - from, StandardCharsets.UTF_8)));
            assertThat(read).isEqualTo(part.rows()).isEqualTo(rows.size() - before);
        }
        return rows;
    }

    private static PostgresSource source(DataSize memory) {
        return new PostgresSource(
                "test",
                new PostgresSource.Connect(
                        database.url(),
                        database.user(),
                        database.password(),
                        1,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        NONE,
                        memory));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
