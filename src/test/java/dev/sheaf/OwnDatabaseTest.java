package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Answer;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// What `docs/your-own-database.md` says, done word by word: its SQL and its type file are those of the page.
class OwnDatabaseTest {

    private static final int PART_ROWS = 10_000;
    private static final String SHOP = "jdbc:h2:mem:shop";

    @TempDir
    private static Path folder;

    private static OwnServer server;
    private static Database bank;
    private static Api operator;
    private static Api north;
    private static Api south;
    private static Api both;
    private static Api nobody;

    @BeforeAll
    static void followThePage() throws IOException, SQLException {
        String page = Files.readString(Path.of("docs/your-own-database.md"));
        bank = TestServers.database();
        run(bank, Files.readString(Path.of("src/test/resources/sources/pgbench.sql")));
        // So that a scan is counted once, not once for each of its workers.
        run(bank, "alter table pgbench_accounts set (parallel_workers = 0); analyze");
        Database reader = TestServers.stranger(bank);
        String grants = block(page, "sql", 0);
        run(bank, grants.substring(grants.indexOf("grant")).replace("sheaf_reader", reader.user()));
        Path types = Files.createDirectory(folder.resolve("types"));
        Files.writeString(types.resolve("accounts.yaml"), block(page, "yaml", 0));
        String orders = Files.readString(Path.of("src/test/resources/sources/types/orders.yaml"));
        Files.writeString(types.resolve("orders.yaml"), orders);
        Files.writeString(
                types.resolve("audit.yaml"),
                orders.replace("orders_csv", "audit_csv")
                        .replace("{column: o.store, publisher_key: shop}", "operators only"));
        makeShop();
        server = OwnServer.start(Map.of(
                "sheaf.report-types", types.toString(),
                "sheaf.build.part-rows", Integer.toString(PART_ROWS),
                "sheaf.sources.bank.url", reader.url(),
                "sheaf.sources.bank.user", reader.user(),
                "sheaf.sources.bank.password", reader.password(),
                "sheaf.sources.bank.readers", "4",
                "sheaf.sources.shop.url", SHOP,
                "sheaf.sources.shop.user", "reader",
                "sheaf.sources.shop.password", "read"));
        long northId = publisher("north");
        long southId = publisher("south");
        server.jdbc().sql(block(page, "sql", 1)).update();
        server.jdbc()
                .sql("insert into sheaf.publisher_keys values ('shop', ?, 'N'), ('shop', ?, 'S')")
                .params(northId, southId)
                .update();
        operator = server.people().operator().api().withItsOwnDescription();
        north = server.people().member(northId).api().withItsOwnDescription();
        south = server.people().member(southId).api().withItsOwnDescription();
        both = server.people().member(northId, southId).api().withItsOwnDescription();
        nobody = server.people().member(publisher("nobody")).api().withItsOwnDescription();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anOperatorGetsAllAccountsInParallelParts() {
        JsonNode export = operator.build("{\"report_type\": \"accounts_csv\"}");

        assertThat(export.at("/progress/total_parts").asInt()).isEqualTo(20);
        assertThat(plan(export)).isEqualTo("ranged");
        assertThat(Downloaded.rows(export, folder)).isEqualTo(accounts("true", "a.aid"));
    }

    @Test
    void aPublisherGetsTheRowsOfItsKeyAndOneWithoutAKeyGetsNone() {
        String body = "{\"report_type\": \"accounts_csv\", \"search_params\": {\"up_to\": 100100}}";

        assertThat(Downloaded.rows(north.build(body), folder)).isEqualTo(accounts("a.bid = 1", "a.aid"));
        assertThat(Downloaded.rows(south.build(body), folder))
                .isEqualTo(accounts("a.bid = 2 and a.aid <= 100100", "a.aid"))
                .hasSize(100);
        assertThat(Downloaded.rows(nobody.build(body), folder)).isEmpty();
    }

    /// Twenty parts, and each of them would have to sort all accounts.
    @Test
    void aSortWithoutAnIndexCostsOneScanAndNotOneAPart() throws SQLException {
        long before = scans();
        JsonNode export = operator.build("""
                {"report_type": "accounts_csv", "index_params": {"sort_by": "balance", "sort_order": "desc"}}
                """);

        assertThat(scans() - before).isEqualTo(1);
        assertThat(plan(export)).isEqualTo("streamed");
        assertThat(export.at("/progress/total_parts").asInt()).isEqualTo(20);
        assertThat(Downloaded.rows(export, folder))
                .isEqualTo(accounts("true", "a.abalance desc nulls last, a.aid desc"));
    }

    @Test
    void anotherEngineIsReadByOneStatement() {
        JsonNode export = operator.build("""
                {"report_type": "orders_csv", "search_params": {"since": "2026-01-01"},
                 "index_params": {"sort_by": "amount", "sort_order": "desc"},
                 "options": {"time_zone": "Asia/Kolkata"}}
                """);

        assertThat(plan(export)).isEqualTo("streamed");
        assertThat(operator.manifest(export.path("id").asLong())
                        .at("/manifest/plan/read_in")
                        .asString())
                .isEqualTo("one statement");
        assertThat(export.at("/progress/total_parts").asInt()).isEqualTo(3);
        List<Map<String, String>> rows = Downloaded.rows(export, folder);
        assertThat(rows.stream().map(row -> row.get("ID"))).containsExactlyElementsOf(shop("""
                        select cast(id as varchar) from orders where ordered_on >= date '2026-01-01'
                        order by amount desc nulls last, id desc
                        """));
        assertThat(rows)
                .contains(Map.of(
                        "ID", "25001",
                        "Store", "N",
                        "Day", "2026-03-01",
                        "At", "2026-03-01T17:30:00.5+05:30",
                        "Amount", "12.50",
                        "Paid", "true",
                        "Remark", "tab\there, 'quoted' 🧀"));
    }

    @Test
    void scopeAndFiltersHoldInAnotherEngineToo() {
        JsonNode export = south.build("""
                {"report_type": "orders_csv", "search_params": {"paid": true, "least": 100, "store": ["S", "N' or 1=1 --"]}}
                """);

        assertThat(Downloaded.rows(export, folder).stream().map(row -> row.get("ID")))
                .isNotEmpty()
                .containsExactlyElementsOf(shop("""
                        select cast(id as varchar) from orders where store = 'S' and paid and amount >= 100 order by id
                        """));
        assertThat(Downloaded.rows(nobody.build("{\"report_type\": \"orders_csv\"}"), folder))
                .isEmpty();
    }

    @Test
    void aTypeMayRefuseWhatIsTooLargeBeforeAnyWork() throws SQLException {
        shop(statement -> statement.execute(
                "insert into orders select x, 'N', null, null, 1, true, null " + "from system_range(30001, 30009)"));
        try {
            Answer refused = operator.create("{\"report_type\": \"orders_csv\"}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.at("/error/details").size()).isEqualTo(1);
            assertThat(refused.at("/error/details/0/path").asString()).isEqualTo("search_params");
            assertThat(refused.at("/error/details/0/message").asString())
                    .isEqualTo("finds 25,011 rows, but a report of this type holds at most 25,010: "
                            + "ask for fewer, by since, paid, least, store, remark");
            assertThat(both.create("{\"report_type\": \"orders_csv\"}")
                            .at("/error/details/0/message")
                            .asString())
                    .as("what is for operators is not told to others")
                    .endsWith("ask for fewer, by since, paid, least, store");
            assertThat(operator.create("{\"report_type\": \"orders_csv\", \"search_params\": {\"store\": \"S\"}}")
                            .status())
                    .isEqualTo(202);
        } finally {
            shop(statement -> statement.execute("delete from orders where id > 30000"));
        }
    }

    @Test
    void aTypeForOperatorsIsUnknownToOthers() {
        Answer hidden = north.list("?report_type=audit_csv");
        assertThat(hidden.status()).isEqualTo(400);
        assertThat(hidden.at("/error/message").asString())
                .isEqualTo(
                        north.list("?report_type=nothing").at("/error/message").asString())
                .contains("orders_csv")
                .doesNotContain("audit_csv");
        assertThat(operator.list("?report_type=audit_csv").status()).isEqualTo(200);
    }

    /// Sessions of the server tell how often they scanned when they end.
    private static long scans() throws SQLException {
        var database = JdbcClient.create(new DriverManagerDataSource(bank.url(), bank.user(), bank.password()));
        String sessions = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
        TestServers.endSessions(bank);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.sql("select count(*) " + sessions)
                                .query(Long.class)
                                .single()
                        == 0);
        return database.sql("select seq_scan from pg_stat_user_tables where relname = 'pgbench_accounts'")
                .query(Long.class)
                .single();
    }

    private static List<Map<String, String>> accounts(String where, String order) {
        StatementSpec query = JdbcClient.create(new DriverManagerDataSource(bank.url(), bank.user(), bank.password()))
                .sql("""
                        select a.aid::text as "Account", a.bid::text as "Branch", a.abalance::text as "Balance",
                               (select bbalance from pgbench_branches b where b.bid = a.bid)::text
                                   as "Balance of the branch",
                               trim(a.filler) as "Remark"
                        from pgbench_accounts a where %s order by %s
                        """.formatted(where, order));
        return query.query((row, _) -> Map.of(
                        "Account", row.getString(1),
                        "Branch", row.getString(2),
                        "Balance", row.getString(3),
                        "Balance of the branch", row.getString(4),
                        "Remark", row.getString(5)))
                .list();
    }

    private static String plan(JsonNode export) {
        return server.jdbc()
                .sql("select kind from sheaf.plans where report_id = ?")
                .param(export.path("id").asLong())
                .query(String.class)
                .single();
    }

    private static long publisher(String slug) {
        return server.jdbc()
                .sql("insert into affiliate.publishers (slug, name) values (?, ?) returning id")
                .params(slug, slug)
                .query(Long.class)
                .single();
    }

    private static void makeShop() throws SQLException {
        try (Connection connection = DriverManager.getConnection(SHOP + ";DB_CLOSE_DELAY=-1", "owner", "own");
                var statement = connection.createStatement()) {
            statement.execute("""
                    create table orders (id bigint primary key, store varchar(10) not null, ordered_on date,
                                         ordered_at timestamp with time zone, amount decimal(12, 2), paid boolean,
                                         remark clob)
                    """);
            statement.execute("""
                    insert into orders
                    select x, case when mod(x, 3) = 0 then 'S' else 'N' end, dateadd(day, mod(x, 300), date '2026-01-01'),
                           timestamp with time zone '2026-03-01 12:00:00+00:00',
                           case when mod(x, 7) = 0 then null else mod(x * 31, 1000) + 0.25 end, mod(x, 2) = 0, null
                    from system_range(1, 25000)
                    """);
            statement.execute("""
                    insert into orders values
                    (25001, 'N', date '2026-03-01', timestamp with time zone '2026-03-01 12:00:00.5+00:00', 12.5, true,
                     'tab' || char(9) || 'here, ''quoted'' 🧀'),
                    (25002, 'N', date '2025-12-31', null, null, null, null)
                    """);
            statement.execute("create user reader password 'read'");
            statement.execute("grant select on orders to reader");
        }
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private static void shop(Work work) throws SQLException {
        try (Connection connection = DriverManager.getConnection(SHOP, "owner", "own");
                Statement statement = connection.createStatement()) {
            work.on(statement);
        }
    }

    private static List<@Nullable String> shop(String query) {
        return new ArrayList<>(JdbcClient.create(new DriverManagerDataSource(SHOP, "owner", "own"))
                .sql(query)
                .query(String.class)
                .list());
    }

    private static void run(Database database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The fenced block of that language and rank on the page.
    private static String block(String page, String language, int rank) {
        Matcher blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        for (int i = 0; i <= rank; i++) {
            assertThat(blocks.find()).isTrue();
        }
        return blocks.group(1);
    }
}
