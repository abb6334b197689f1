package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.testing.Answer;
import dev.sheaf.testing.ServerTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a caller is told that they may ask for.
class ReportTypesApiTest extends ServerTest {

    @Test
    void theListNamesEveryTypeAndOneOfThemIsTheSameAlone() {
        Answer all = as("member_a").send("/report_types", as("member_a").request("/report_types"));
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.at("/report_types")
                        .valueStream()
                        .map(type -> type.path("name").asString()))
                .containsExactly("advertisers_csv", "clicks_details_excel", "deals_excel", "hot_advertisers_excel");
        for (JsonNode type : all.at("/report_types")) {
            Answer one = as("member_a")
                    .send(
                            "/report_types/{type}",
                            as("member_a")
                                    .request(
                                            "/report_types/" + type.path("name").asString()));
            assertThat(one.status()).isEqualTo(200);
            assertThat(one.at("/report_type")).isEqualTo(type);
        }
    }

    @Test
    void clicksAreDescribedWithColumnsFiltersSortsAndFacets() {
        JsonNode clicks = type("operator", "clicks_details_excel");
        assertThat(clicks.path("columns")).hasSize(26);
        assertThat(clicks.at("/columns/1/name").asString()).isEqualTo("clicked_at");
        assertThat(clicks.at("/columns/1/type").asString()).isEqualTo("timestamp");
        assertThat(clicks.at("/columns/1/description").asString()).isEqualTo("In the time zone asked for");
        assertThat(clicks.at("/search_params/required").valueStream().map(JsonNode::asString))
                .containsExactly("start_date", "end_date");
        assertThat(clicks.at("/search_params/properties").propertyNames()).hasSize(12);
        assertThat(clicks.at("/sorts/0/name").asString()).isEqualTo("clicked_at");
        assertThat(clicks.at("/sorts/0/default_order").asString()).isEqualTo("desc");
        assertThat(clicks.at("/facets")
                        .valueStream()
                        .map(facet -> facet.path("name").asString()))
                .containsExactly("day", "advertiser", "network", "country", "device");
        assertThat(clicks.at("/facets/0/measures")
                        .valueStream()
                        .map(measure -> measure.path("name").asString()))
                .containsExactly("clicks", "conversions", "sales", "commission");
    }

    @Test
    void publishersThatACallerMayNameAreTheirOwn() {
        JsonNode mine = type("member_a", "deals_excel").at("/search_params/properties/publisher_id/anyOf/0/enum");
        assertThat(mine.valueStream().map(JsonNode::asLong)).containsExactly(1L);
        assertThat(type("operator", "deals_excel")
                        .at("/search_params/properties/publisher_id/anyOf/0/enum")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void anUnknownTypeIsMissing() {
        for (String name : new String[] {"sales_csv", "Deals_excel"}) {
            Answer answer =
                    as("operator").send("/report_types/{type}", as("operator").request("/report_types/" + name));
            assertThat(answer.status()).as(name).isEqualTo(404);
        }
    }

    private JsonNode type(String who, String name) {
        return as(who).send("/report_types/{type}", as(who).request("/report_types/" + name))
                .at("/report_type");
    }
}
