package dev.sheaf.access;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What publishers are called in databases that are not ours: one key for each publisher and source, as text, whatever
/// its type is there.
@Component
public class PublisherKeys {

    private final JdbcClient jdbc;

    PublisherKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The keys of `publishers` in `source`. A publisher without one has none of its rows.
    public List<String> of(String source, Publishers.Only publishers) {
        return jdbc.sql("""
                select key from sheaf.publisher_keys
                where source = :source and publisher_id = any(:publishers)
                order by key
                """)
                .param("source", source)
                .param("publishers", publishers.ids().toArray(Long[]::new))
                .query(String.class)
                .list();
    }
}
