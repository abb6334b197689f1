package dev.sheaf.report;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Files whose time is over.
@Component
public class Expired {

    private final JdbcClient jdbc;
    private final Clock clock;

    Expired(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Keys of files that are past their time and still recorded, the oldest first.
    public List<String> keys(int limit) {
        return jdbc.sql("""
                select object_key from sheaf.reports
                where object_key is not null and expires_at <= :now
                order by expires_at
                limit :limit
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /// Records that these files are no longer kept.
    public void gone(List<String> keys) {
        jdbc.sql("""
                update sheaf.reports set object_key = null, updated_at = :now, version = version + 1
                where object_key = any(:keys)
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("keys", keys.toArray(String[]::new))
                .update();
    }
}
