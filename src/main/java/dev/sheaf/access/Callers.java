package dev.sheaf.access;

import java.security.MessageDigest;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds out who calls. The one place where a key becomes a [Caller].
@Component
@EnableConfigurationProperties(LimitSettings.class)
public class Callers {

    /// How exact `last_used_at` is: a write for every call would cost more than it tells.
    private static final Duration LAST_USED_GRAIN = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final LimitSettings limits;

    Callers(JdbcClient jdbc, Clock clock, LimitSettings limits) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.limits = limits;
    }

    /// Empty for anything that is no key, an unknown, expired or revoked one: the caller is not told which.
    public Optional<Caller> byKey(String text) {
        return ApiKey.parse(text).flatMap(key -> {
            byte[] hash = key.hash();
            return lookUp(hash)
                    .filter(found -> MessageDigest.isEqual(found.hash, hash))
                    .filter(found -> found.revoked == null)
                    .filter(found -> found.expires == null || found.expires.isAfter(clock.instant()))
                    .map(found -> {
                        noteUse(found);
                        return found.caller;
                    });
        });
    }

    private Optional<KeyRow> lookUp(byte[] hash) {
        return jdbc.sql("""
                select k.id, k.hash, k.revoked_at, k.expires_at, k.last_used_at, u.id as user_id, u.email, u.operator,
                       array(select m.publisher_id from sheaf.memberships m where m.user_id = u.id) as publishers,
                       array(select m.publisher_id from sheaf.memberships m
                             where m.user_id = u.id and m.role = 'admin') as administered,
                       array(select m.publisher_id from sheaf.memberships m
                             join affiliate.publishers p on p.id = m.publisher_id and not p.hide_deals
                             where m.user_id = u.id) as showing_deals,
                       coalesce((select min(coalesce(l.requests_per_hour,
                                                     case when p.house then :house else :everyone end))
                                 from sheaf.memberships m
                                 join affiliate.publishers p on p.id = m.publisher_id
                                 left join sheaf.publisher_limits l on l.publisher_id = p.id
                                 where m.user_id = u.id), :everyone) as requests_per_hour
                from sheaf.api_keys k join sheaf.users u on u.id = k.user_id
                where k.hash = :hash
                """)
                .param("hash", hash)
                .param("house", limits.houseRequestsPerHour())
                .param("everyone", limits.requestsPerHour())
                .query((row, _) -> KeyRow.of(row))
                .optional();
    }

    private void noteUse(KeyRow key) {
        Instant now = clock.instant();
        if (key.lastUsed == null || key.lastUsed.isBefore(now.minus(LAST_USED_GRAIN))) {
            jdbc.sql("update sheaf.api_keys set last_used_at = :now where id = :id")
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("id", key.id)
                    .update();
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record KeyRow(
            long id,
            byte[] hash,
            @Nullable Instant revoked,
            @Nullable Instant expires,
            @Nullable Instant lastUsed,
            Caller caller) {

        static KeyRow of(ResultSet row) throws SQLException {
            return new KeyRow(
                    row.getLong("id"),
                    row.getBytes("hash"),
                    instant(row, "revoked_at"),
                    instant(row, "expires_at"),
                    instant(row, "last_used_at"),
                    new Caller(
                            new UserId(row.getLong("user_id")),
                            row.getString("email"),
                            row.getBoolean("operator"),
                            ids(row.getArray("publishers")),
                            ids(row.getArray("administered")),
                            ids(row.getArray("showing_deals")),
                            row.getInt("requests_per_hour")));
        }

        private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
            var time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }

        private static SortedSet<Long> ids(Array array) throws SQLException {
            return new TreeSet<>(List.of((Long[]) array.getArray()));
        }
    }
}
