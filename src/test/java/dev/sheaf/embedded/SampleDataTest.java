package dev.sheaf.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// The sample rows, looked at in a real database; a second one with other locale, time zone and date style must
/// get the same.
class SampleDataTest extends SampleTest {

    private static final long CLICKS = 60_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private static DataSource database;
    private static DataSource elsewhere;
    private static JdbcClient client;

    @BeforeAll
    static void loadTwice() {
        administer("create database here");
        administer("create database elsewhere template template0 locale_provider icu icu_locale 'tr-TR'");
        administer("alter database elsewhere set timezone = 'Asia/Kathmandu'");
        administer("alter database elsewhere set datestyle = 'German'");
        administer("alter database elsewhere set enable_hashjoin = off");
        database = migrated("here");
        elsewhere = migrated("elsewhere");
        client = JdbcClient.create(database);
        assertThat(new SampleData(database).isLoaded()).isFalse();
        new SampleData(database).load(CLICKS, TODAY);
        new SampleData(elsewhere).load(CLICKS, TODAY);
    }

    @Test
    void everyTableHasItsRows() {
        assertThat(count("affiliate.agencies")).isEqualTo(3);
        assertThat(count("affiliate.publishers")).isEqualTo(12);
        assertThat(count("affiliate.publishers where house")).isEqualTo(1);
        assertThat(count("affiliate.publishers where hide_deals")).isEqualTo(1);
        assertThat(count("affiliate.networks")).isEqualTo(8);
        assertThat(count("affiliate.verticals")).isEqualTo(60);
        assertThat(count("affiliate.advertisers")).isEqualTo(5_000);
        assertThat(count("affiliate.deals")).isEqualTo(20_000);
        assertThat(count("affiliate.clicks")).isEqualTo(CLICKS);
        assertThat(new SampleData(database).isLoaded()).isTrue();
    }

    @Test
    void theSameParametersGiveTheSameRowsOnAnotherServerSetting() {
        for (String table : List.of(
                "agencies", "publishers", "networks", "verticals", "advertisers", "deals", "clicks", "transactions")) {
            assertThat(digest(elsewhere, table)).as(table).isEqualTo(digest(database, table));
        }
    }

    private static String digest(DataSource source, String table) {
        return JdbcClient.create(source)
                .sql("""
                        select md5(string_agg(md5(row_text), '' order by id))
                        from (select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO', false)) as same,
                            lateral (select id, row_to_json(row)::text as row_text from affiliate.%s as row) as rows
                        """.formatted(table))
                .query(String.class)
                .single();
    }

    @Test
    void aSecondLoadIsRefusedAndChangesNothing() {
        SampleData sample = new SampleData(database);

        assertThatThrownBy(() -> sample.load(10, TODAY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("affiliate.clicks already has rows");
        assertThat(count("affiliate.clicks")).isEqualTo(CLICKS);
    }

    @Test
    void aFailedLoadLeavesNothing() {
        administer("create database failing");
        DataSource failing = migrated("failing");
        JdbcClient broken = JdbcClient.create(failing);
        broken.sql("alter table affiliate.transactions add constraint no_sales check (false)")
                .update();

        assertThatThrownBy(() -> new SampleData(failing).load(1_000, TODAY)).hasMessageContaining("no_sales");
        assertThat(broken.sql("select count(*) from affiliate.publishers")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(broken.sql("select count(*) from pg_indexes where tablename = 'clicks'")
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void aLoadWithoutClicksIsRefused() {
        assertThatThrownBy(() -> new SampleData(database).load(0, TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of sample clicks must be positive, but was 0.");
    }

    @Test
    void theIndexesAndForeignKeysOfClicksAreBack() {
        assertThat(count("pg_indexes where schemaname = 'affiliate' and tablename = 'clicks'"))
                .isEqualTo(4);
        assertThat(
                        count(
                                "pg_constraint where conrelid = 'affiliate.clicks'::regclass and contype = 'f' and convalidated"))
                .isEqualTo(2);
    }

    @Test
    void aNewRowGoesOnCounting() {
        assertThat(client.sql("select nextval(pg_get_serial_sequence('affiliate.clicks', 'id'))")
                        .query(Long.class)
                        .single())
                .isEqualTo(CLICKS + 1);
    }

    @Test
    void clickIdsAreDenseAndRiseWithTimeButForSlightDisorder() {
        assertThat(count("(select from affiliate.clicks having min(id) = 1 and max(id) = %d)".formatted(CLICKS)))
                .isEqualTo(1);
        String neighbours =
                "(select clicked_at, lag(clicked_at) over (order by id) as before from affiliate.clicks) as click";
        assertThat(count(neighbours + " where clicked_at = before")).isGreaterThan(CLICKS / 60);
        assertThat(count(neighbours + " where clicked_at < before")).isBetween(1L, CLICKS / 5);
        assertThat(count(neighbours + " where clicked_at < before - interval '1 hour'"))
                .isZero();
    }

    /// With sorting discouraged, as a part reads: left to itself the planner may join by hash and sort even 50,000
    /// rows.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "click.publisher_id = any('{1,2}')",
                "click.publisher_id = 9",
                "advertiser.publisher_id = any('{1,2}')",
                "click.advertiser_id = any('{3,817}')",
                "(click.clicked_at, click.id) <= (timestamptz '2026-02-01 UTC', 50000)"
                        + " and (click.clicked_at, click.id) > (timestamptz '2026-01-20 UTC', 40000)"
            })
    void clicksInOrderOfTimeComeOffAnIndexWithoutASort(String filter) throws SQLException {
        try (Connection connection = database.getConnection()) {
            JdbcClient reader = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            reader.sql("set enable_sort = off").update();
            List<String> plan =
                    reader.sql("""
                            explain select click.*, advertiser.name, sale.order_id
                            from affiliate.clicks click
                            join affiliate.advertisers advertiser on advertiser.id = click.advertiser_id
                            left join affiliate.transactions sale on sale.click_id = click.id
                            where click.clicked_at >= timestamptz '2025-09-10 UTC'
                                and click.clicked_at < timestamptz '2026-02-10 UTC' and %s
                            order by click.clicked_at desc, click.id desc
                            """.formatted(filter)).query(String.class).list();

            assertThat(plan)
                    .noneMatch(line -> line.contains("Sort"))
                    .anyMatch(line -> line.contains("Index Scan Backward using clicks_"));
        }
    }

    @Test
    void aClickHasOneTransactionAtMostAndThreeOfAHundredHaveOne() {
        assertThat(count("affiliate.transactions")).isBetween(CLICKS * 27 / 1000, CLICKS * 33 / 1000);
        assertThat(count("(select from affiliate.transactions group by click_id having count(*) > 1)"))
                .isZero();
        assertThat(count("""
                        affiliate.transactions sale join affiliate.clicks click on click.id = sale.click_id
                        where sale.converted_at <= click.clicked_at or sale.advertiser_id <> click.advertiser_id
                            or sale.converted_at >= date '2026-03-02'""")).isZero();
    }

    @Test
    void everyDayHasClicksAndNoOther() {
        assertThat(client.sql("select distinct (clicked_at at time zone 'UTC')::date from affiliate.clicks order by 1")
                        .query(LocalDate.class)
                        .list())
                .isEqualTo(TODAY.minusDays(180).datesUntil(TODAY).toList());
    }

    @Test
    void weekendsAndNightsAreQuieter() {
        long saturdays = count("affiliate.clicks where extract(isodow from clicked_at at time zone 'UTC') = 6");
        long wednesdays = count("affiliate.clicks where extract(isodow from clicked_at at time zone 'UTC') = 3");
        long fours = count("affiliate.clicks where extract(hour from clicked_at at time zone 'UTC') = 4");
        long twenties = count("affiliate.clicks where extract(hour from clicked_at at time zone 'UTC') = 20");

        assertThat(saturdays).isLessThan(wednesdays * 8 / 10);
        assertThat(fours).isLessThan(twenties / 5);
    }

    @Test
    void aFewAdvertisersHaveMostOfTheClicks() {
        long ofTheFirstFifty = client.sql("""
                        select sum(clicks) from (
                            select count(*) as clicks from affiliate.clicks group by advertiser_id order by clicks desc limit 50)
                        """).query(Long.class).single();

        assertThat(ofTheFirstFifty).isBetween(CLICKS * 4 / 10, CLICKS * 7 / 10);
        assertThat(count("(select distinct advertiser_id from affiliate.clicks)"))
                .isGreaterThan(3_500);
        assertThat(count("(select distinct publisher_id from affiliate.clicks)"))
                .isEqualTo(12);
    }

    @Test
    void advertisersGrowAndDeclineAndAppear() {
        String months = """
                (select count(*) filter (where clicked_at >= timestamptz '2026-01-31 UTC') as now,
                        count(*) filter (where clicked_at < timestamptz '2026-01-31 UTC') as before
                 from affiliate.clicks where clicked_at >= timestamptz '2026-01-01 UTC' group by advertiser_id) as month
                """;
        assertThat(count(months + " where now >= 15 and now > 2 * before")).isGreaterThan(5);
        assertThat(count(months + " where before >= 15 and before > 2 * now")).isGreaterThan(5);
        assertThat(count("affiliate.advertisers where first_seen_at > timestamptz '2025-10-01 UTC'"))
                .isGreaterThan(100);
        assertThat(count("""
                        affiliate.clicks click join affiliate.advertisers advertiser on advertiser.id = click.advertiser_id
                        where click.clicked_at < advertiser.first_seen_at""")).isZero();
    }

    @Test
    void dealsArePastRunningAndComing() {
        String today = "timestamptz '2026-03-02 UTC'";
        assertThat(count("affiliate.deals where ends_at < " + today)).isGreaterThan(5_000);
        assertThat(count("affiliate.deals where starts_at <= " + today + " and ends_at >= " + today))
                .isGreaterThan(1_000);
        assertThat(count("affiliate.deals where starts_at > " + today)).isGreaterThan(1_000);
        assertThat(count("affiliate.clicks where deal_id is not null")).isGreaterThan(CLICKS / 10);
    }

    private static long count(String from) {
        return count(database, from);
    }
}
