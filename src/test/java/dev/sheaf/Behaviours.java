package dev.sheaf;

import dev.sheaf.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The cases of the folder `behaviour`: what is asked of a type, and the same as SQL over the tables of one database.
final class Behaviours {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

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

        final String label;
        final String from;
        final String order;
        private final String column;
        private final String id;
        private final String where;
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

    /// Of the server whose tables `jdbc` reads and `owner` owns.
    Behaviours(JdbcClient jdbc, DataSource owner) {
        this.jdbc = jdbc;
        try {
            JdbcClient.create(owner)
                    .sql(new ClassPathResource("behaviour/hot.sql").getContentAsString(StandardCharsets.UTF_8))
                    .update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(Kind.values()).flatMap(kind -> cases(kind).map(asked -> new Case(kind, asked)));
    }

    static Stream<Asked> cases(Kind kind) {
        return Cases.read("/behaviour/" + kind.type() + ".yaml", Asked.class);
    }

    ObjectNode body(Kind kind, Asked asked) {
        ObjectNode search = JSON.readValue(kind.search, ObjectNode.class);
        search.setAll(object(asked.search()));
        ObjectNode body = JSON.createObjectNode().put("report_type", kind.type());
        body.set("search_params", search);
        body.set("index_params", object(asked.index()).put("columns", kind.column));
        body.set("options", object(asked.options()));
        return body;
    }

    ObjectNode object(@Nullable String json) {
        return JSON.readValue(filled(Objects.requireNonNullElse(json, "{}")), ObjectNode.class);
    }

    /// The ids of the rows that fit, in that order. Days are those of UTC.
    List<String> ids(Kind kind, String from, String where, String order) {
        return found(query(kind, from, where, order));
    }

    /// The same with days of `zone`.
    List<String> ids(Kind kind, String from, String where, String order, String zone) {
        return found(query(kind, from, where, order)
                .replaceAll("(\\d\\d-\\d\\d)Z'", "$1 00:00 " + zone + "'")
                .replaceAll("(behaviour\\.hot\\([^)]*)", "$1, zone => '" + zone + "'"));
    }

    private String query(Kind kind, String from, String where, String order) {
        return "select %s::text from %s where (%s) and (%s) order by %s"
                .formatted(kind.id, from, kind.where, filled(where), order);
    }

    private List<String> found(String query) {
        return jdbc.sql(query).query(String.class).list();
    }

    static String condition(Asked asked) {
        return Objects.requireNonNullElse(asked.where(), "true");
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
