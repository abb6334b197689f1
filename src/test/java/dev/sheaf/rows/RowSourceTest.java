package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.rows.SourceSettings.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/// What every source of rows must do, tried on PostgreSQL read by COPY and read by its JDBC driver.
class RowSourceTest {

    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final String FAR_TOO_MANY = "select repeat('x', 500) from generate_series(1, 10000000)";

    enum Way {
        COPY(Kind.POSTGRESQL),
        JDBC(Kind.JDBC);

        private final Kind kind;

        Way(Kind kind) {
            this.kind = kind;
        }

        RowSource open(Duration statementTimeout) {
            return open(database(), statementTimeout);
        }

        RowSource open(TestServers.Database database, Duration statementTimeout) {
            var settings = new SourceSettings.Source(
                    database.url(),
                    database.user(),
                    database.password(),
                    kind,
                    1,
                    1,
                    statementTimeout,
                    Duration.ofSeconds(10),
                    100,
                    DataSize.ofMegabytes(32),
                    DataSize.ofBytes(0));
            return switch (kind) {
                case JDBC -> new JdbcSource("test", settings);
                case POSTGRESQL ->
                    new PostgresSource(
                            "test",
                            new PostgresSource.Connect(
                                    settings.jdbcUrl(),
                                    settings.user(),
                                    settings.password(),
                                    1,
                                    1,
                                    Duration.ofSeconds(10),
                                    statementTimeout,
                                    settings.sortMemory(),
                                    settings.dimensionMemory()));
            };
        }
    }

    private static final Map<Way, RowSource> OPEN = new EnumMap<>(Way.class);

    @BeforeAll
    static void makeTypes() throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                    create type mood as enum ('sad', 'ok', 'happy, "very"');
                    create domain cents as bigint check (value >= 0);
                    create domain shouted as text check (value = upper(value));
                    create type place as (x integer, y text);
                    create table kept (id bigint primary key);
                    grant select on kept to public;
                    """);
        }
        for (Way way : Way.values()) {
            OPEN.put(way, way.open(Duration.ZERO));
        }
    }

    @AfterAll
    static void close() {
        OPEN.values().forEach(RowSource::close);
    }

    /// What PostgreSQL prints for each value, in a session of Asia/Kolkata.
    static List<List<String>> values() {
        return List.of(
                List.of("(-32768)::int2", "-32768"),
                List.of("2147483647::int4", "2147483647"),
                List.of("(-9223372036854775808)::int8", "-9223372036854775808"),
                List.of("0::numeric", "0"),
                List.of("12.500::numeric(10, 3)", "12.500"),
                List.of("1e20::numeric", "100000000000000000000"),
                List.of("-0.00000000000000000001::numeric", "-0.00000000000000000001"),
                List.of(
                        "12345678901234567890123456789.123456789012345678901::numeric",
                        "12345678901234567890123456789.123456789012345678901"),
                List.of("'NaN'::numeric", "NaN"),
                List.of("'Infinity'::numeric", "Infinity"),
                List.of("'-Infinity'::numeric", "-Infinity"),
                List.of("1200::numeric(6, -2)", "1200"),
                List.of("0::float8", "0"),
                List.of("'-0'::float8", "-0"),
                List.of("0.1::float8", "0.1"),
                List.of("0.1::float4", "0.1"),
                List.of("123456.7::float8", "123456.7"),
                List.of("100000::float4", "100000"),
                List.of("1000000::float4", "1e+06"),
                List.of("1234567::float4", "1.234567e+06"),
                List.of("1e14::float8", "100000000000000"),
                List.of("1e15::float8", "1e+15"),
                List.of("1.5e300::float8", "1.5e+300"),
                List.of("0.0001::float8", "0.0001"),
                List.of("0.00001::float8", "1e-05"),
                List.of("-2.5e-7::float4", "-2.5e-07"),
                List.of("4.9e-324::float8", "5e-324"),
                List.of("1.7976931348623157e308::float8", "1.7976931348623157e+308"),
                List.of("'NaN'::float8", "NaN"),
                List.of("'Infinity'::float4", "Infinity"),
                List.of("'-Infinity'::float8", "-Infinity"),
                List.of("true", "t"),
                List.of("false", "f"),
                List.of("''::text", ""),
                List.of("'Käse, \"fein\" 🧀'::text", "Käse, \"fein\" 🧀"),
                List.of("E'a\\tb\\nc\\rd\\\\e\\x08\\x0b\\x0c\\x01'::text", "a\\tb\\nc\\rd\\\\e\\b\\v\\f\u0001"),
                List.of("'\\N'::text", "\\\\N"),
                List.of("'ab'::char(5)", "ab   "),
                List.of("'ab'::varchar(5)", "ab"),
                List.of("'x'::name", "x"),
                List.of("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                List.of("'2026-11-24'::date", "2026-11-24"),
                List.of("'0001-01-01'::date", "0001-01-01"),
                List.of("'0044-03-15 BC'::date", "0044-03-15 BC"),
                List.of("'0001-12-31 BC'::date", "0001-12-31 BC"),
                List.of("'4713-01-01 BC'::date", "4713-01-01 BC"),
                List.of("'1582-10-10'::date", "1582-10-10"),
                List.of("'20000-02-29'::date", "20000-02-29"),
                List.of("'infinity'::date", "infinity"),
                List.of("'-infinity'::date", "-infinity"),
                List.of("'2026-11-24 15:32:01'::timestamp", "2026-11-24 15:32:01"),
                List.of("'2026-11-24 00:00:00.000001'::timestamp", "2026-11-24 00:00:00.000001"),
                List.of("'2026-11-24 15:32:01.120'::timestamp", "2026-11-24 15:32:01.12"),
                List.of("'0044-03-15 23:59:59 BC'::timestamp", "0044-03-15 23:59:59 BC"),
                List.of("'infinity'::timestamp", "infinity"),
                List.of("'-infinity'::timestamp", "-infinity"),
                List.of("'2026-11-24 15:32:01Z'::timestamptz", "2026-11-24 21:02:01+05:30"),
                List.of("'1800-01-01 00:00:00Z'::timestamptz", "1800-01-01 05:53:28+05:53:28"),
                List.of("'0044-03-15 00:00:00Z BC'::timestamptz", "0044-03-15 05:53:28+05:53:28 BC"),
                List.of("'0001-12-31 23:00:00Z BC'::timestamptz", "0001-01-01 04:53:28+05:53:28"),
                List.of("'infinity'::timestamptz", "infinity"),
                List.of("'-infinity'::timestamptz", "-infinity"),
                List.of("'15:32:01.5'::time", "15:32:01.5"),
                List.of("'24:00'::time", "24:00:00"),
                List.of("'15:32:01.5+02'::timetz", "15:32:01.5+02"),
                List.of("'1 year 2 mons 3 days 04:05:06.7'::interval", "1 year 2 mons 3 days 04:05:06.7"),
                List.of("'-1 days -00:00:01'::interval", "-1 days -00:00:01"),
                List.of("'{\"b\": [1, null], \"a\": \"x\\ty\"}'::jsonb", "{\"a\": \"x\\\\ty\", \"b\": [1, null]}"),
                List.of("'{\"b\":  1}'::json", "{\"b\":  1}"),
                List.of("array[1, null, 3]", "{1,NULL,3}"),
                List.of("array['a', 'b,c', 'd\"e', '', null]", "{a,\"b,c\",\"d\\\\\"e\",\"\",NULL}"),
                List.of("array[[1, 2], [3, 4]]", "{{1,2},{3,4}}"),
                List.of("array['2026-11-24'::date]", "{2026-11-24}"),
                List.of("array[1.50, 2]", "{1.50,2}"),
                List.of("array[true, false]", "{t,f}"),
                List.of("'192.168.0.1/24'::inet", "192.168.0.1/24"),
                List.of("'2001:db8::1'::inet", "2001:db8::1"),
                List.of("'10.0.0.0/8'::cidr", "10.0.0.0/8"),
                List.of("'happy, \"very\"'::mood", "happy, \"very\""),
                List.of("4200::cents", "4200"),
                List.of("'LOUD'::shouted", "LOUD"),
                List.of("'hi'::bytea", "\\\\x6869"),
                List.of("b'101'::bit(3)", "101"),
                List.of("'12.50'::money", "$12.50"),
                List.of("int4range(1, 5)", "[1,5)"),
                List.of("row(1, 'a')::place", "(1,a)"),
                List.of("null::int4", "\\N"),
                List.of("null::bool", "\\N"),
                List.of("null::float8", "\\N"),
                List.of("null::numeric", "\\N"),
                List.of("null::timestamptz", "\\N"),
                List.of("null::text", "\\N"));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstRowsAreReadAndNoMore(Way way) throws SQLException {
        String sql = "select n from generate_series(1, 1000000) as n" + (way == Way.COPY ? " limit 3" : "");
        var lines = new ArrayList<String>();

        try (RowSource source = way.open(Duration.ZERO)) {
            source.first(
                    new Statement(sql, Map.of()),
                    KOLKATA,
                    3,
                    Duration.ofMinutes(1),
                    (copy, from, to) -> lines.add(new String(copy, from, to - from, StandardCharsets.UTF_8)));
        }

        assertThat(lines).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource
    void theFirstRowsAreGivenUpWhenTheyTakeTooLong(Way way) {
        try (RowSource source = way.open(Duration.ZERO)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> source.first(
                            new Statement("select pg_sleep(600)", Map.of()),
                            KOLKATA,
                            3,
                            Duration.ofSeconds(1),
                            (_, _, _) -> {}))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }

    @Test
    void aLineOfCopyIsReadBackAsItsValues() {
        var line = new CopyLine();
        line.begin();
        List<String> values = List.of("a\tb\nc\\N", "\b\f\r\u000B", "", "\\", "ü 😀");
        values.forEach(line::add);
        line.add(null);

        assertThat(CopyLine.values(new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8)))
                .startsWith(values.toArray(String[]::new))
                .hasSize(values.size() + 1)
                .endsWith((String) null);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeOfPostgresqlComesAsItPrintsIt(Way way) throws SQLException {
        var wrong = new ArrayList<String>();
        for (List<String> value : values()) {
            String row = rows(source(way), "select " + value.get(0), 1).getFirst();
            if (!row.equals(value.get(1))) {
                wrong.add(value.get(0) + ": " + row + " instead of " + value.get(1));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Many rows, long ones among them, and none at all.
    @ParameterizedTest
    @EnumSource
    void rowsComeInOrderAndAreCounted(Way way) throws SQLException {
        List<String> rows = rows(source(way), """
                select n, repeat('é', n % 700) from generate_series(1, 3000) as n order by n
                """, Long.MAX_VALUE);

        assertThat(rows).hasSize(3000);
        for (int n = 1; n <= 3000; n++) {
            assertThat(rows.get(n - 1)).isEqualTo(n + "\t" + "é".repeat(n % 700));
        }
        assertThat(rows(source(way), "select 1 where false", 5)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rowsPastTheLimitAreNotHandedOn(Way way) throws SQLException {
        var rows = new ArrayList<String>();
        assertThat(rows(source(way), "select generate_series(1, 10)", 10)).hasSize(10);
        assertThatExceptionOfType(TooManyRows.class)
                .isThrownBy(() -> read(source(way), "select generate_series(1, 11)", 10, into(rows)));
        assertThat(rows).hasSize(10);
        assertUsable(source(way));
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreNeverPartOfTheStatement(Way way) throws SQLException {
        RowSource source = source(way);
        var values = Map.of(
                "word", new Value("it's; drop table x --", "text"),
                "none", new Value(null, "date"),
                "number", new Value("-7", "bigint"),
                "amount", new Value("1.50", "numeric"),
                "day", new Value("2026-02-28", "date"),
                "yes", new Value("true", "boolean"),
                "keys", Value.untypedArray(List.of("3", "5")),
                "nobody", Value.untypedArray(List.of()));
        String sql = """
                select n, :word, :none, :number + 1, :amount * 2, :day + 1, not :yes
                from generate_series(1, 9) as n where %s order by n
                """;

        List<String> rows = rowsOf(source, sql.formatted(source.dialect().among("n", "keys")), values);

        assertThat(rows)
                .containsExactly(
                        "3\tit's; drop table x --\t\\N\t-6\t3.00\t2026-03-01\tf",
                        "5\tit's; drop table x --\t\\N\t-6\t3.00\t2026-03-01\tf");
        assertThat(rowsOf(source, sql.formatted(source.dialect().among("n", "nobody")), values))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullsComeLastInBothDirections(Way way) throws SQLException {
        RowSource source = source(way);
        String from = "select n from (values (2), (null), (1)) as v (n) order by ";
        assertThat(rows(source, from + source.dialect().nullsLast("n", " asc"), 5))
                .containsExactly("1", "2", "\\N");
        assertThat(rows(source, from + source.dialect().nullsLast("n", " desc"), 5))
                .containsExactly("2", "1", "\\N");
    }

    @ParameterizedTest
    @EnumSource
    void nothingCanBeWritten(Way way) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> rows(source(way), "select lo_create(0)", 5))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }

    @ParameterizedTest
    @EnumSource
    void aFailureAmongTheRowsIsAFailureAndTheSourceGoesOn(Way way) throws SQLException {
        var rows = new ArrayList<String>();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() ->
                        read(source(way), "select 1 / (n - 900) from generate_series(1, 1000) as n", 1000, into(rows)))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("22012"));
        assertThat(rows).hasSizeLessThan(900);
        assertUsable(source(way));
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatFailsEndsTheStatementOnTheServer(Way way) throws SQLException {
        RowSource source = source(way);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> read(source, FAR_TOO_MANY, Long.MAX_VALUE, (copy, from, to) -> {
                    throw new IOException("full");
                }));
        await().atMost(Duration.ofSeconds(20)).until(() -> running("generate_series(1, 10000000)") == 0);
        assertUsable(source);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsKilledIsAFailureThatMayPass(Way way) throws SQLException {
        RowSource source = source(way);
        var rows = new ArrayList<String>();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> read(source, FAR_TOO_MANY, Long.MAX_VALUE, (copy, from, to) -> {
                    if (rows.isEmpty()) {
                        kill();
                        rows.add("");
                    }
                }))
                .satisfies(e -> assertThat(new RowsFailure("", e).retryable()).isTrue());
        assertUsable(source);
    }

    @ParameterizedTest
    @EnumSource
    void aStatementThatTakesTooLongIsEnded(Way way) {
        try (RowSource hurried = way.open(Duration.ofSeconds(1))) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> rows(hurried, "select pg_sleep(60)", 1))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUserThatMayOnlyReadIsToldFromOneThatMayWrite(Way way) throws SQLException {
        assertThat(source(way).writable()).isTrue();
        try (RowSource reading = way.open(TestServers.stranger(database()), Duration.ZERO)) {
            assertThat(reading.writable()).isFalse();
            assertThat(rows(reading, "select count(*) from kept", 1)).containsExactly("0");
        }
    }

    @Test
    void theServerSeesWhoReads() throws SQLException {
        for (Way way : Way.values()) {
            assertThat(rows(source(way), "select current_setting('application_name')", 1))
                    .as("%s", way)
                    .containsExactly("sheaf rows");
        }
    }

    private static RowSource source(Way way) {
        return Objects.requireNonNull(OPEN.get(way));
    }

    private static void assertUsable(RowSource source) throws SQLException {
        assertThat(rows(source, "select 1", 1)).containsExactly("1");
    }

    private static List<String> rows(RowSource source, String sql, long limit) throws SQLException {
        var rows = new ArrayList<String>();
        assertThat(read(source, sql, limit, into(rows))).isEqualTo(rows.size());
        return rows;
    }

    private static List<String> rowsOf(RowSource source, String sql, Map<String, Value> values) throws SQLException {
        var rows = new ArrayList<String>();
        source.read(new Statement(sql, values), KOLKATA, 10, into(rows));
        return rows;
    }

    private static long read(RowSource source, String sql, long limit, RowSink sink) throws SQLException {
        return source.read(new Statement(sql, Map.of()), KOLKATA, limit, sink);
    }

    private static RowSink into(List<String> rows) {
        return (copy, from, to) -> rows.add(new String(copy, from, to - from, StandardCharsets.UTF_8));
    }

    private static void kill() throws IOException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and application_name = 'sheaf rows'
                    """);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static int running(String part) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.prepareStatement("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
                          and position(? in query) > 0
                        """)) {
            statement.setString(1, part);
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database().url(), database().user(), database().password());
    }

    private static TestServers.Database database() {
        return Database.ONE;
    }

    private static final class Database {

        static final TestServers.Database ONE = create();

        private static TestServers.Database create() {
            try {
                return TestServers.database();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
