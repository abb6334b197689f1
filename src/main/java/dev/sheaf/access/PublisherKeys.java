package dev.sheaf.access;

import java.util.List;
import java.util.Optional;
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

    public Optional<String> find(String source, long publisher) {
        return jdbc.sql("select key from sheaf.publisher_keys where source = :source and publisher_id = :publisher")
                .param("source", source)
                .param("publisher", publisher)
                .query(String.class)
                .optional();
    }

    /// Sets the key of `publisher` in `source`, in place of the one it had.
    ///
    /// @throws org.springframework.dao.DuplicateKeyException if another publisher has it there
    public void set(String source, long publisher, String key) {
        jdbc.sql("""
                insert into sheaf.publisher_keys (source, publisher_id, key) values (:source, :publisher, :key)
                on conflict (source, publisher_id) do update set key = excluded.key
                """)
                .param("source", source)
                .param("publisher", publisher)
                .param("key", key)
                .update();
    }

    public void remove(String source, long publisher) {
        jdbc.sql("delete from sheaf.publisher_keys where source = :source and publisher_id = :publisher")
                .param("source", source)
                .param("publisher", publisher)
                .update();
    }
}
