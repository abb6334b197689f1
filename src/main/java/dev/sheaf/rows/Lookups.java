package dev.sheaf.rows;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds what the ids in filters stand for, by a part of its name, among what the scope shows.
@Component
public class Lookups {

    /// So many are suggested.
    public static final int MOST = 20;

    private static final Map<String, String> QUERIES = Map.of(
            "advertiser_id", """
            select a.id, a.name || ' · ' || n.name as label
            from affiliate.advertisers a join affiliate.networks n on n.id = a.network_id
            where (:all or a.publisher_id = any(:publishers))
            """,
            "network_id", """
            select n.id, n.name as label from affiliate.networks n
            where (:all or exists (select from affiliate.advertisers a
                                   where a.network_id = n.id and a.publisher_id = any(:publishers)))
            """,
            "vertical_id", "select v.id, v.name as label from affiliate.verticals v where true\n",
            "publisher_id", """
            select p.id, p.name as label from affiliate.publishers p where (:all or p.id = any(:publishers))
            """,
            "deal_id", """
            select d.id, d.title || ' · ' || a.name as label
            from affiliate.deals d join affiliate.advertisers a on a.id = d.advertiser_id
            where (:all_deals or a.publisher_id = any(:deal_publishers))
            """);

    private final JdbcClient jdbc;

    Lookups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Entry(String value, String label) {}

    /// The filters whose ids can be looked up here.
    public static Set<String> names() {
        return QUERIES.keySet();
    }

    /// The first few whose label contains `text`, whatever its case.
    public List<Entry> matching(String name, String text, RowScope scope) {
        String pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return bound(name, "found.label ilike :pattern", "limit " + MOST, scope)
                .param("pattern", pattern)
                .query((row, _) -> new Entry(row.getString("id"), row.getString("label")))
                .list();
    }

    public List<Entry> named(String name, Collection<Long> ids, RowScope scope) {
        return bound(name, "found.id = any(:ids)", "", scope)
                .param("ids", ids.toArray(Long[]::new))
                .query((row, _) -> new Entry(row.getString("id"), row.getString("label")))
                .list();
    }

    private JdbcClient.StatementSpec bound(String name, String condition, String limit, RowScope scope) {
        String query = QUERIES.get(name);
        if (query == null) {
            throw new IllegalArgumentException("Nothing is looked up by " + name);
        }
        return jdbc.sql("select * from (%s) as found where %s order by found.label, found.id %s"
                        .formatted(query, condition, limit))
                .param("all", scope.rows() instanceof Publishers.All)
                .param("publishers", ids(scope.rows()))
                .param("all_deals", scope.deals() instanceof Publishers.All)
                .param("deal_publishers", ids(scope.deals()));
    }

    private static Long[] ids(Publishers publishers) {
        return publishers instanceof Publishers.Only only ? only.ids().toArray(Long[]::new) : new Long[0];
    }
}
