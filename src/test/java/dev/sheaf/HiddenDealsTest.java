package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Users.Role;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.People;
import dev.sheaf.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Deals of a publisher that hides them are for operators only, wherever deals are shown or counted.
class HiddenDealsTest extends ServerTest {

    private static final long HIDING = 5;
    private static final long SHOWING = 4;

    private static final String DEALS = """
            {"report_type": "deals_excel", "search_params": {%s}, "index_params": {"columns": ["id", "publisher"]}}
            """;
    private static final String CLICKS = """
            {"report_type": "clicks_details_excel",
             "search_params": {"start_date": "2026-10-01", "end_date": "2026-10-31"%s},
             "index_params": {"columns": ["id", "publisher", "deal", "deal_id"]}}
            """;
    private static final String ADVERTISERS = """
            {"report_type": "advertisers_csv", "search_params": {%s},
             "index_params": {"columns": ["id", "active_deals_count"]}}
            """;
    private static final String HOT = """
            {"report_type": "hot_advertisers_excel",
             "search_params": {"as_of": "2026-11-24", "period": 90, "min_clicks": 1, "top": 5000},
             "index_params": {"columns": ["advertiser_id", "active_deals_count"]}}
            """;

    @Test
    void aMemberGetsNone() {
        Api member = people().member(HIDING).api();
        assertThat(rows(member, DEALS.formatted(""))).isEmpty();

        List<Map<String, String>> clicks = rows(member, CLICKS.formatted(""));
        assertThat(clicks).hasSize((int) count("""
                select count(*) from affiliate.clicks where publisher_id = 5
                  and clicked_at >= '2026-10-01 00:00:00Z' and clicked_at < '2026-11-01 00:00:00Z'
                """)).allSatisfy(click -> {
            assertThat(click).containsEntry("Deal", "").containsEntry("Deal ID", "");
        });

        assertThat(rows(member, ADVERTISERS.formatted("")))
                .hasSize((int) count("select count(*) from affiliate.advertisers where publisher_id = 5"))
                .allSatisfy(advertiser -> assertThat(advertiser).containsEntry("active_deals_count", "0"));
        assertThat(rows(member, HOT))
                .isNotEmpty()
                .allSatisfy(advertiser -> assertThat(advertiser).containsEntry("Active deals", "0"));
    }

    @Test
    void filtersDoNotTellOfThemEither() {
        Api member = people().member(HIDING).api();
        long deal = count("select min(deal_id) from affiliate.clicks where publisher_id = 5");
        assertThat(rows(member, CLICKS.formatted(", \"deal_id\": " + deal))).isEmpty();
        assertThat(rows(member, ADVERTISERS.formatted("\"has_deals\": true"))).isEmpty();
    }

    @Test
    void anOperatorGetsThem() {
        Api operator = people().operator().api();
        assertThat(rows(operator, DEALS.formatted("\"publisher_id\": 5")))
                .hasSize((int) count("""
                select count(*) from affiliate.deals d join affiliate.advertisers a on a.id = d.advertiser_id
                where a.publisher_id = 5
                """))
                .isNotEmpty();
        assertThat(rows(operator, CLICKS.formatted(", \"publisher_id\": 5")).stream()
                        .filter(click -> !"".equals(click.get("Deal ID"))))
                .hasSize((int) count("""
                        select count(deal_id) from affiliate.clicks where publisher_id = 5
                          and clicked_at >= '2026-10-01 00:00:00Z' and clicked_at < '2026-11-01 00:00:00Z'
                        """))
                .isNotEmpty()
                .allSatisfy(click -> assertThat(click.get("Deal")).isNotNull());
        assertThat(sum(rows(operator, ADVERTISERS.formatted("\"publisher_id\": 5")), "active_deals_count"))
                .isEqualTo(activeDeals(HIDING))
                .isPositive();
    }

    @Test
    void whoBelongsToAShowingPublisherTooGetsThatOnesDealsOnly() {
        Api agency = people().member(SHOWING, HIDING).api();
        assertThat(rows(agency, DEALS.formatted("")))
                .isNotEmpty()
                .allSatisfy(deal -> assertThat(deal).containsEntry("Publisher", "Green Basket"));
        assertThat(rows(agency, CLICKS.formatted("")))
                .anySatisfy(click -> assertThat(click.get("Deal ID")).isNotEmpty())
                .filteredOn(click -> "Members Only".equals(click.get("Publisher")))
                .isNotEmpty()
                .allSatisfy(click -> assertThat(click).containsEntry("Deal ID", ""));
        assertThat(sum(rows(agency, ADVERTISERS.formatted("")), "active_deals_count"))
                .isEqualTo(activeDeals(SHOWING))
                .isPositive();
    }

    /// Nothing but the scope of the deals tells the report of an operator in that publisher from one of its admin.
    @Test
    void aFileWithHiddenDealsIsInvisibleToAnAdminWhoMaySeeAllItsRows() {
        People people = people();
        People.Person operator = people.operator();
        people.join(operator, Role.MEMBER, HIDING);
        long withDeals = operator.api()
                .build(DEALS.formatted("\"publisher_id\": 5"))
                .path("id")
                .asLong();
        assertThat(people.admin(HIDING).api().get(withDeals).status()).isEqualTo(404);

        People.Person member = people.member(HIDING);
        long without = member.api()
                .build(DEALS.formatted("\"publisher_id\": 5"))
                .path("id")
                .asLong();
        assertThat(people.admin(HIDING).api().get(without).status()).isEqualTo(200);
    }

    private List<Map<String, String>> rows(Api caller, String body) {
        return Downloaded.rows(caller.build(body), folder);
    }

    private static long sum(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
    }

    private long activeDeals(long publisher) {
        return count("""
                select count(*) from affiliate.deals d join affiliate.advertisers a on a.id = d.advertiser_id
                where d.status = 'active' and a.publisher_id =
                """ + publisher);
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
