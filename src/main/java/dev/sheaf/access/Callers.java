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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds out who calls: the one place where a key, or an address that somebody else vouches for, becomes a [Caller].
///
/// Nothing is remembered from call to call, so a revoked key or a lost role counts from the next call on.
@Component
@EnableConfigurationProperties(LimitSettings.class)
public class Callers {

    /// How exact `last_used_at` is: a write for every call would cost more than it tells.
    private static final Duration LAST_USED_GRAIN = Duration.ofMinutes(1);

    private static final String CALLER = """
            u.id as user_id, u.email, u.operator,
            array(select m.publisher_id from sheaf.memberships m where m.user_id = u.id) as publishers,
            array(select m.publisher_id from sheaf.memberships m
                  where m.user_id = u.id and m.role = 'admin') as administered,
            array(select m.publisher_id from sheaf.memberships m
                  join affiliate.publishers p on p.id = m.publisher_id and not p.hide_deals
                  where m.user_id = u.id) as showing_deals,
            coalesce((select min(coalesce(l.requests_per_hour, case when p.house then :house else :everyone end))
                      from sheaf.memberships m
                      join affiliate.publishers p on p.id = m.publisher_id
                      left join sheaf.publisher_limits l on l.publisher_id = p.id
                      where m.user_id = u.id), :everyone) as requests_per_hour
            """;

    private static final String BY_EMAIL =
            "select %s from sheaf.users u where u.email = :email and u.closed_at is null".formatted(CALLER);

    private static final String BY_USER =
            "select %s from sheaf.users u where u.id = :user and u.password_version = :version and u.closed_at is null"
                    .formatted(CALLER);

    private static final String BY_KEY = """
            select k.id, k.hash, k.last_used_at, k.scopes, %s
            from sheaf.api_keys k join sheaf.users u on u.id = k.user_id
            where k.hash = :hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > :now)
              and u.closed_at is null
            """.formatted(CALLER);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final LimitSettings limits;

    Callers(JdbcClient jdbc, Clock clock, LimitSettings limits) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.limits = limits;
    }

    /// Empty for anything that is no key, an unknown, expired or revoked one: the caller is not told which.
    public Optional<KeyHolder> byKey(String text) {
        return ApiKey.parse(text).flatMap(key -> byHash(key.hash()));
    }

    /// The same holder as they stand now; empty if the key is good no more.
    public Optional<KeyHolder> again(KeyHolder holder) {
        return byHash(holder.hash());
    }

    private Optional<KeyHolder> byHash(byte[] hash) {
        return bound(BY_KEY)
                .param("hash", hash)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, _) -> KeyRow.of(row))
                .optional()
                .filter(found -> MessageDigest.isEqual(found.hash, hash))
                .map(found -> {
                    noteUse(found);
                    return new KeyHolder(hash, found.caller, found.scopes);
                });
    }

    /// Whoever has this address, which must have been verified. Empty if nobody here has.
    public Optional<Caller> byEmail(String email) {
        return bound(BY_EMAIL)
                .param("email", email.toLowerCase(Locale.ROOT))
                .query((row, _) -> read(row))
                .optional();
    }

    /// Whoever signed in when their password had this version; empty if it has changed since.
    public Optional<Caller> byUser(UserId user, int passwordVersion) {
        return bound(BY_USER)
                .param("user", user.value())
                .param("version", passwordVersion)
                .query((row, _) -> read(row))
                .optional();
    }

    private JdbcClient.StatementSpec bound(String sql) {
        return jdbc.sql(sql).param("house", limits.houseRequestsPerHour()).param("everyone", limits.requestsPerHour());
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

    private static Caller read(ResultSet row) throws SQLException {
        return new Caller(
                new UserId(row.getLong("user_id")),
                row.getString("email"),
                row.getBoolean("operator"),
                ids(row.getArray("publishers")),
                ids(row.getArray("administered")),
                ids(row.getArray("showing_deals")),
                row.getInt("requests_per_hour"));
    }

    private static SortedSet<Long> ids(Array array) throws SQLException {
        return new TreeSet<>(List.of((Long[]) array.getArray()));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record KeyRow(long id, byte[] hash, @Nullable Instant lastUsed, Set<KeyScope> scopes, Caller caller) {

        static KeyRow of(ResultSet row) throws SQLException {
            var lastUsed = row.getObject("last_used_at", OffsetDateTime.class);
            return new KeyRow(
                    row.getLong("id"),
                    row.getBytes("hash"),
                    lastUsed == null ? null : lastUsed.toInstant(),
                    KeyScope.of((String[]) row.getArray("scopes").getArray()),
                    read(row));
        }
    }
}
