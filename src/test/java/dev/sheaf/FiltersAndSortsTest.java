package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.testing.Cases;
import dev.sheaf.testing.Downloaded;
import dev.sheaf.testing.ServerTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Each filter and each sort of each type: the rows of the downloaded file and their order, against a query that was
/// written apart from the type's file.
class FiltersAndSortsTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int COMBINATIONS = 12;

    /// How a type is asked where a case says nothing else. `label` is the header of the column with the ids.
    enum Kind {
        ADVERTISERS_CSV("id", "id", "s.id", "affiliate.advertisers s", "true", "s.name, s.id", "{}"),
        DEALS_EXCEL(
                "id",
                "ID",
                "o.id",
                "affiliate.deals o join affiliate.advertisers s on s.id = o.advertiser_id",
                "true",
                "o.created_at desc, o.id desc",
                "{}"),
        CLICKS_DETAILS_EXCEL(
                "id",
                "ID",
                "k.id",
                "affiliate.clicks k join affiliate.advertisers s on s.id = k.advertiser_id"
                        + " left join affiliate.transactions t on t.click_id = k.id",
                "k.clicked_at >= '2026-11-02Z' and k.clicked_at < '2026-11-09Z'",
                "k.clicked_at desc, k.id desc",
                "{\"start_date\": \"2026-11-02\", \"end_date\": \"2026-11-08\"}"),
        HOT_ADVERTISERS_EXCEL(
                "advertiser_id",
                "Advertiser ID",
                "h.id",
                "behaviour.hot(30, '2026-11-24', 50) h",
                "h.place <= 500",
                "h.score desc, h.id desc",
                "{\"as_of\": \"2026-11-24\"}");

        private final String column;
        private final String label;
        private final String id;
        private final String from;
        private final String where;
        private final String order;
        private final String search;

        Kind(String column, String label, String id, String from, String where, String order, String search) {
            this.column = column;
            this.label = label;
            this.id = id;
            this.from = from;
            this.where = where;
            this.order = order;
            this.search = search;
        }

        String type() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `all`: the case asks for every row that the type has unless asked; `none`: for no row.
    record Asked(
            String name,
            @Nullable String search,
            @Nullable String index,
            @Nullable String options,
            @Nullable String from,
            @Nullable String where,
            @Nullable String order,
            @Nullable Boolean all,
            @Nullable Boolean none) {}

    record Case(Kind kind, Asked asked) {

        @Override
        public String toString() {
            return kind.type() + ": " + asked.name();
        }
    }

    @Autowired
    private Catalogue catalogue;

    static Stream<Case> cases() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Cases.read("/behaviour/" + kind.type() + ".yaml", Asked.class)
                        .map(asked -> new Case(kind, asked)));
    }

    @BeforeEach
    void hotAdvertisersInSql() throws IOException {
        JdbcClient.create(owner())
                .sql(new ClassPathResource("behaviour/hot.sql").getContentAsString(StandardCharsets.UTF_8))
                .update();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFileHoldsTheRowsOfTheQueryInItsOrder(Case each) {
        Kind kind = each.kind();
        Asked asked = each.asked();
        List<String> expected = ids(
                kind,
                Objects.requireNonNullElse(asked.from(), kind.from),
                asked.where() == null ? "true" : filled(asked.where()),
                Objects.requireNonNullElse(asked.order(), kind.order));
        if (asked.none() != null) {
            assertThat(expected).isEmpty();
        } else if (asked.all() != null) {
            assertThat(expected).hasSizeGreaterThan(10);
        } else if (asked.from() == null) {
            assertThat(expected)
                    .isNotEmpty()
                    .hasSizeLessThan(ids(kind, kind.from, "true", kind.order).size());
        } else {
            assertThat(expected).isNotEmpty().isNotEqualTo(ids(kind, kind.from, "true", kind.order));
        }

        JsonNode export = people().operator().api().build(body(kind, asked).toString());

        assertThat(Downloaded.rows(export, folder).stream().map(row -> row.get(kind.label)))
                .containsExactlyElementsOf(expected);
    }

    /// Two cases of filters and one of sorts at once, drawn by a fixed seed.
    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "HOT_ADVERTISERS_EXCEL", mode = EnumSource.Mode.EXCLUDE)
    void filtersAndSortsGoTogether(Kind kind) {
        List<Asked> filters = cases().filter(each -> each.kind() == kind)
                .map(Case::asked)
                .filter(asked -> asked.search() != null && asked.options() == null && asked.none() == null)
                .toList();
        List<Asked> sorts = cases().filter(each -> each.kind() == kind)
                .map(Case::asked)
                .filter(asked -> asked.index() != null)
                .toList();
        var random = new Random(kind.name().hashCode());
        var api = people().operator().api();
        int found = 0;
        for (int i = 0; i < COMBINATIONS; i++) {
            Asked one = filters.get(random.nextInt(filters.size()));
            Asked other = filters.get(random.nextInt(filters.size()));
            Asked sort = sorts.get(random.nextInt(sorts.size()));
            ObjectNode body = body(kind, sort);
            ObjectNode search = body.withObjectProperty("search_params");
            boolean disjoint = Stream.of(one, other)
                    .flatMap(asked -> object(asked.search()).propertyStream())
                    .allMatch(key -> search.putIfAbsent(key.getKey(), key.getValue()) == null);
            if (!disjoint) {
                continue;
            }
            body.put("fresh", true);
            List<String> expected = ids(
                    kind,
                    kind.from,
                    "(" + condition(one) + ") and (" + condition(other) + ") and (" + condition(sort) + ")",
                    Objects.requireNonNullElse(sort.order(), kind.order));
            assertThat(Downloaded.rows(api.build(body.toString()), folder).stream()
                            .map(row -> row.get(kind.label)))
                    .as("%s", body)
                    .containsExactlyElementsOf(expected);
            found += expected.size();
        }
        assertThat(found).isPositive();
    }

    private String condition(Asked asked) {
        return asked.where() == null ? "true" : filled(asked.where());
    }

    /// Nobody adds a filter or a sort without a case for it.
    @Test
    void everyFilterAndEverySortHasACase() {
        for (Kind kind : Kind.values()) {
            var type = catalogue.types().find(kind.type()).orElseThrow();
            Set<String> filters = new TreeSet<>();
            Set<String> sorts = new TreeSet<>();
            cases().filter(each -> each.kind() == kind).forEach(each -> {
                ObjectNode body = body(kind, each.asked());
                filters.addAll(body.path("search_params").propertyNames());
                sorts.add(body.at("/index_params/sort_by")
                        .asString(type.defaultSort().name()));
            });
            assertThat(filters)
                    .as("filters of %s", kind.type())
                    .isEqualTo(new TreeSet<>(type.filters().keySet()));
            assertThat(sorts)
                    .as("sorts of %s", kind.type())
                    .isEqualTo(new TreeSet<>(type.sorts().keySet()));
        }
    }

    private ObjectNode body(Kind kind, Asked asked) {
        ObjectNode search = JSON.readValue(kind.search, ObjectNode.class);
        search.setAll(object(asked.search()));
        ObjectNode body = JSON.createObjectNode().put("report_type", kind.type());
        body.set("search_params", search);
        body.set("index_params", object(asked.index()).put("columns", kind.column));
        body.set("options", object(asked.options()));
        return body;
    }

    private ObjectNode object(@Nullable String json) {
        return JSON.readValue(filled(Objects.requireNonNullElse(json, "{}")), ObjectNode.class);
    }

    private List<String> ids(Kind kind, String from, String where, String order) {
        return jdbc.sql("select %s::text from %s where (%s) and (%s) order by %s"
                        .formatted(kind.id, from, kind.where, where, order))
                .query(String.class)
                .list();
    }

    /// What depends on the sample data: a domain that is there, the shops and the deals with the most clicks.
    private String filled(String text) {
        return text.contains("@")
                ? Map.<String, String>of(
                                "@DOMAIN", one("select upper(min(domain)) from affiliate.advertisers"),
                                "@domain", one("select min(domain) from affiliate.advertisers"),
                                "@SHOPS", most("advertiser_id"),
                                "@DEALS", most("deal_id"))
                        .entrySet()
                        .stream()
                        .reduce(text, (done, mark) -> done.replace(mark.getKey(), mark.getValue()), (a, _) -> a)
                : text;
    }

    private String most(String column) {
        return jdbc
                .sql(
                        "select %1$s from affiliate.clicks where %1$s is not null group by 1 order by count(*) desc, 1 limit 5"
                                .formatted(column))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.joining(", "));
    }

    private String one(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }
}
