package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.TypeFiles;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The shipped type of hot advertisers over tables that are copies of the real ones in another schema.
class HotScoreTest extends ServerTest {

    private static final List<String> TABLES =
            List.of("networks", "verticals", "publishers", "advertisers", "deals", "clicks", "transactions");

    @Autowired
    private Rows rows;

    @BeforeEach
    void begin() {
        JdbcClient.create(owner()).sql("create schema shuffled").update();
    }

    @AfterEach
    void end() {
        JdbcClient.create(owner()).sql("drop schema shuffled cascade").update();
    }

    /// The order in which rows lie in their tables changes nothing, whatever the sums meet first.
    @Test
    void theOrderOfTheInputChangesNothing() throws IOException {
        copy("id");
        List<String> ordered = read("{\"as_of\": \"2026-11-24\", \"min_clicks\": 1, \"top\": 5000}");
        assertThat(ordered).hasSizeGreaterThan(1000);
        for (String order : List.of("id desc", "md5('a' || id)", "md5('b' || id)")) {
            end();
            begin();
            copy(order);
            assertThat(read("{\"as_of\": \"2026-11-24\", \"min_clicks\": 1, \"top\": 5000}"))
                    .as(order)
                    .isEqualTo(ordered);
        }
    }

    /// The one of `docs/hot-advertisers.md`.
    @Test
    void theWorkedExample() throws IOException {
        makeTheExample();
        assertThat(read(
                        "{\"as_of\": \"2026-11-24\"}",
                        "hot_score,clicks,clicks_before,sales_count,sales_before,commission"))
                .containsExactly("32.25\t300\t180\t12\t8\t150.00");
    }

    /// Sales in yen are sales, but no amount of theirs is added to euros.
    @Test
    void amountsAreThoseOfOneCurrency() throws IOException {
        makeTheExample();
        JdbcClient.create(owner()).sql("""
                update shuffled.transactions set currency = 'JPY', sale_amount = 9000, commission_amount = 900
                where id in (1, 2, 3, 13)
                """).update();
        String columns = "sales_count,sales_before,sales_amount,commission,epc,currency,other_sales,hot_score";
        assertThat(read("{\"as_of\": \"2026-11-24\"}", columns))
                .containsExactly("12\t8\t900.00\t112.50\t37.5000\tEUR\t3\t%s".formatted(score(112.50, 78.75)));

        JdbcClient.create(owner())
                .sql("update shuffled.transactions set currency = 'JPY' where id between 4 and 9")
                .update();
        assertThat(read("{\"as_of\": \"2026-11-24\"}", "sales_amount,currency,other_sales"))
                .as("ten in each currency")
                .containsExactly("300.00\tEUR\t9");
        JdbcClient.create(owner())
                .sql("update shuffled.transactions set currency = 'JPY' where id = 14")
                .update();
        assertThat(read("{\"as_of\": \"2026-11-24\"}", "sales_amount,currency,other_sales"))
                .containsExactly("27600.00\tJPY\t3");
    }

    private static String score(double commission, double before) {
        double growth = 0.5 * Math.log(320 / 200.0)
                + 0.3 * Math.log(14 / 10.0)
                + 0.2 * Math.log((commission + 10) / (before + 10));
        return "%.2f".formatted(100 * 0.75 * growth);
    }

    private void makeTheExample() {
        TABLES.forEach(table -> JdbcClient.create(owner())
                .sql("create table shuffled.%1$s (like affiliate.%1$s)".formatted(table))
                .update());
        JdbcClient.create(owner()).sql("""
                insert into shuffled.networks (id, slug, name) values (1, 'n', 'N');
                insert into shuffled.publishers (id, slug, name, house, hide_deals, created_at)
                values (1, 'p', 'P', false, false, now());
                insert into shuffled.advertisers (id, network_id, publisher_id, slug, name, program_status, currency,
                                                  first_seen_at, updated_at)
                values (7, 1, 1, 'a', 'A', 'approved', 'EUR', now(), now());
                insert into shuffled.clicks (id, clicked_at, advertiser_id, publisher_id, landing_url)
                select i, case when i <= 300 then timestamptz '2026-11-23 12:00Z' else '2026-10-20 12:00Z' end, 7, 1, ''
                from generate_series(1, 480) i;
                insert into shuffled.transactions (id, click_id, advertiser_id, order_id, sale_amount,
                                                   commission_amount, currency, status, converted_at)
                select i, i, 7, i::text, 100, case when i <= 12 then 12.5 else 11.25 end, 'EUR', 'paid',
                       case when i <= 12 then timestamptz '2026-11-23 12:00Z' else '2026-10-20 12:00Z' end
                from generate_series(1, 20) i;
                """).update();
    }

    private void copy(String order) {
        TABLES.forEach(table -> JdbcClient.create(owner())
                .sql("create table shuffled.%1$s as select * from affiliate.%1$s order by %2$s".formatted(table, order))
                .update());
        JdbcClient.create(owner())
                .sql("create index on shuffled.deals (advertiser_id)")
                .update();
    }

    private List<String> read(String search) throws IOException {
        return read(search, "");
    }

    private List<String> read(String search, String columns) throws IOException {
        JdbcClient.create(owner())
                .sql(
                        "grant usage on schema shuffled to public; grant select on all tables in schema shuffled to public")
                .update();
        String text = new ClassPathResource("report-types/hot_advertisers_excel.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("affiliate.", "shuffled.");
        ReportType type = TypeFiles.read("hot.yaml", text);
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.set("search_params", JsonMapper.shared().readTree(search));
        body.putObject("index_params").put("columns", columns);
        var found = new ArrayList<String>();
        rows.all(
                TypeFiles.request(type, body),
                Long.MAX_VALUE,
                (copy, from, to) ->
                        found.add(new String(copy, from, to - from, StandardCharsets.UTF_8).stripTrailing()));
        return found;
    }
}
