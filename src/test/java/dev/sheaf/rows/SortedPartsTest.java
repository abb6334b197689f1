package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/// Parts are sorted where that is cheaper, fits into the memory, and looks at no other rows; sorted or not, they read
/// the same.
class SortedPartsTest {

    /// `orders` lie in the order of `at`; those of `orders_at_random` anywhere.
    private static final String TABLES = """
            create table public.places (id bigint primary key, name text not null);
            insert into public.places select i, 'place ' || i from generate_series(1, 500) i;
            create table public.orders (id bigint primary key, at timestamptz not null, place bigint, note text);
            insert into public.orders
            select i, timestamptz '2026-01-01' + i / 3 * interval '1 minute', i % 600, repeat('note ', 20)
            from generate_series(1, 40000) i;
            create index on public.orders (at, id);
            create table public.orders_at_random (like public.orders including all);
            insert into public.orders_at_random select * from public.orders order by md5(id::text);
            """;

    private static final String TYPE = """
            name: NAME
            display_name: Orders
            format: csv
            filename: orders
            from: |
              FROM
            key: o.id
            scope: everyone
            columns:
              id:   {label: id, type: id, sql: o.id}
              note: {label: note, type: text, sql: o.note}
              NAMED
              setting: {label: setting, type: text, sql: "current_setting('enable_sort') || current_setting('work_mem')"}
            sorts:
              at: {sql: o.at, sql_type: timestamptz, nullable: false}
            """;

    private static final long PART = 5_000;
    private static final DataSize NONE = DataSize.ofBytes(0);
    private static final DataSize ENOUGH = DataSize.ofMegabytes(8);

    private static OwnServer server;
    private static Database database;

    @BeforeAll
    static void start(@TempDir Path types) throws Exception {
        database = TestServers.database();
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute("grant select on public.places, public.orders, public.orders_at_random to public");
            // Not in one transaction with others.
            statement.execute("vacuum analyze public.places, public.orders, public.orders_at_random");
        }
        String places = " left join public.places p on p.id = o.place left join public.places q on q.id = o.id % 500";
        String named = "name: {label: name, type: text, sql: p.name}\n  other: {label: other, type: text, sql: q.name}";
        type(types, "joined", "public.orders o" + places, named);
        type(types, "at_random", "public.orders_at_random o" + places, named);
        type(types, "alone", "public.orders o", "");
        server = OwnServer.start(
                database, Map.of("sheaf.queue.enabled", "false", "sheaf.report-types", types.toString()));
    }

    private static void type(Path types, String name, String from, String named) throws Exception {
        Files.writeString(
                types.resolve(name + ".yaml"),
                TYPE.replace("NAMED", named).replace("NAME", name).replace("FROM", from));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void rowsThatJoinOthersAreSortedBehindTheirJoins() throws Exception {
        assertThat(plan("joined", PART, ENOUGH)).isNotEmpty().allMatch(Range::sorted);
    }

    @Test
    void rowsWithoutJoinsAreReadInOrder() throws Exception {
        assertThat(plan("alone", PART, ENOUGH)).isNotEmpty().noneMatch(Range::sorted);
    }

    /// Where rows lie anywhere, half of them are looked up by a look through the whole table. That would be done for
    /// each part.
    @Test
    void rowsThatWouldBeLookedForInTheWholeTableAreReadInOrder() throws Exception {
        assertThat(plan("at_random", 20_000, ENOUGH)).isNotEmpty().noneMatch(Range::sorted);
    }

    /// None, and too little for 5,000 rows of some 150 bytes.
    @ParameterizedTest
    @ValueSource(strings = {"0B", "64KB", "512KB"})
    void rowsThatDoNotFitIntoTheMemoryAreReadInOrder(String memory) throws Exception {
        assertThat(plan("joined", PART, DataSize.parse(memory))).isNotEmpty().noneMatch(Range::sorted);
    }

    @Test
    void sortedPartsHaveTheSameRowsInTheSameOrder() throws Exception {
        List<String> sorted = read(ENOUGH, ENOUGH);
        List<String> inOrder = read(NONE, NONE);

        assertThat(sorted).hasSize(40_000).allMatch(row -> row.endsWith("on8MB"));
        assertThat(inOrder).allMatch(row -> row.endsWith("off4MB"));
        assertThat(sorted.stream().map(SortedPartsTest::withoutSetting))
                .containsExactlyElementsOf(
                        inOrder.stream().map(SortedPartsTest::withoutSetting).toList());
    }

    /// One that was set up otherwise than the node that planned.
    @Test
    void aNodeThatMayNotSortReadsInOrderWhateverWasPlanned() throws Exception {
        assertThat(read(ENOUGH, NONE)).hasSize(40_000).allMatch(row -> row.endsWith("off4MB"));
    }

    private static String withoutSetting(String row) {
        return row.substring(0, row.lastIndexOf('\t'));
    }

    @Test
    void memoryThatPostgresqlDoesNotTakeIsRefused() {
        assertThatThrownBy(() -> new RowSettings(0, 1, Duration.ofSeconds(1), DataSize.ofKilobytes(63), NONE))
                .hasMessage("sheaf.rows.sort-memory must be 0 or at least 64KB, not 64512B");
        assertThatThrownBy(() -> new RowSettings(0, 1, Duration.ofSeconds(1), DataSize.ofBytes(-1), NONE))
                .hasMessage("sheaf.rows.sort-memory must be 0 or at least 64KB, not -1B");
    }

    private static List<Range> plan(String type, long partRows, DataSize memory) throws SQLException {
        return parts(type, partRows, memory).stream().map(PartPlan::range).toList();
    }

    private static List<PartPlan> parts(String type, long partRows, DataSize memory) throws SQLException {
        try (PostgresSource source = source(memory);
                Snapshot snapshot = source.snapshot(
                                Questions.of(server, type, "").request().zone())
                        .orElseThrow()) {
            return source.plan(snapshot, Questions.of(server, type, ""), partRows, 1_000_000)
                    .orElseThrow()
                    .parts();
        }
    }

    private static List<String> read(DataSize planned, DataSize memory) throws SQLException {
        Question question = Questions.of(server, "joined", "");
        var rows = new ArrayList<String>();
        try (PostgresSource source = source(memory);
                Snapshot snapshot = source.snapshot(question.request().zone()).orElseThrow()) {
            for (PartPlan part : parts("joined", PART, planned)) {
                source.part(
                        snapshot.id(),
                        question,
                        part,
                        (copy, from, to) ->
                                rows.add(new String(copy, from, to - from, StandardCharsets.UTF_8).strip()));
            }
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
                        2,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        memory,
                        NONE));
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
