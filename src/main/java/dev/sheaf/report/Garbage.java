package dev.sheaf.report;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells which objects no report needs, and forgets what has been kept for long enough.
@Component
public class Garbage {

    /// How long a failed report keeps a complete set of segments for a retry.
    private static final Duration KEPT_FOR_A_RETRY = Duration.ofDays(1);

    private static final Duration KEYS_KEPT = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Clock clock;

    Garbage(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Those of `keys` that no record names, and that none ever will: to be recorded, an object needs the lease in
    /// its key, which nobody holds. So it is exact for keys that were listed before the call, however young they
    /// are.
    public List<String> among(Collection<String> keys) {
        List<String> ours =
                keys.stream().filter(key -> ObjectKeys.lease(key).isPresent()).toList();
        if (ours.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                select listed.key
                from unnest(:keys, :leases) as listed (key, lease)
                where not exists (select from sheaf.work w where w.lease = listed.lease)
                  and not exists (select from sheaf.reports r where r.object_key = listed.key)
                  and not exists (select from sheaf.parts p join sheaf.reports r on r.id = p.parent_id
                                  where p.segment_key = listed.key and r.state <> 'completed')
                  and not exists (select from sheaf.plans p join sheaf.reports r on r.id = p.report_id
                                  where p.file_key = listed.key and r.state <> 'completed')
                """)
                .param("keys", ours.toArray(String[]::new))
                .param(
                        "leases",
                        ours.stream()
                                .map(key -> ObjectKeys.lease(key).orElseThrow())
                                .toArray(Long[]::new))
                .query(String.class)
                .list();
    }

    /// Nobody has retried these for a day, and keys of requests are over after one.
    public void forgetOld() {
        jdbc.sql("""
                delete from sheaf.plans
                where report_id in (select r.id from sheaf.plans p join sheaf.reports r on r.id = p.report_id
                                    where r.state = 'failed' and r.completed_at < :before
                                    for no key update of r skip locked)
                """).param("before", before(KEPT_FOR_A_RETRY)).update();
        jdbc.sql("delete from sheaf.idempotency_keys where created_at < :before")
                .param("before", before(KEYS_KEPT))
                .update();
    }

    private OffsetDateTime before(Duration age) {
        return clock.instant().minus(age).atOffset(ZoneOffset.UTC);
    }
}
