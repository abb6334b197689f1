package dev.sheaf.access;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Hands out API keys and takes them back. A key is shown by [#issue] once; only its hash is stored.
@Component
public class ApiKeys {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// One key of a user as it may be shown: all but the key.
    public record Listed(
            long id,
            String name,
            Set<KeyScope> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    /// A new key for `user` that allows all that they may, good until `expires` (or until revoked, if null). `name` is
    /// for people: what it is used for.
    public String issue(UserId user, String name, @Nullable Instant expires) {
        return issue(user, name, KeyScope.all(), expires);
    }

    public String issue(UserId user, String name, Set<KeyScope> scopes, @Nullable Instant expires) {
        ApiKey key = ApiKey.generate(random);
        jdbc.sql("""
                insert into sheaf.api_keys (user_id, name, hash, scopes, created_at, expires_at)
                values (:user, :name, :hash, :scopes, :now, :expires)
                """)
                .param("user", user.value())
                .param("name", name)
                .param("hash", key.hash())
                .param("scopes", scopes.stream().map(KeyScope::text).toArray(String[]::new))
                .param("now", time(clock.instant()))
                .param("expires", time(expires))
                .update();
        return key.secret();
    }

    /// The keys of `user`, the newest first.
    public List<Listed> of(UserId user) {
        return jdbc.sql("""
                select id, name, scopes, created_at, expires_at, revoked_at, last_used_at
                from sheaf.api_keys where user_id = :user order by id desc
                """)
                .param("user", user.value())
                .query((row, _) -> listed(row))
                .list();
    }

    /// What is kept of a key that was just issued.
    public Optional<Listed> find(String secret) {
        return ApiKey.parse(secret)
                .flatMap(key -> jdbc.sql("select * from sheaf.api_keys where hash = :hash")
                        .param("hash", key.hash())
                        .query((row, _) -> listed(row))
                        .optional());
    }

    /// A new key in place of an old one, with its name, scopes and expiry. The old one works until `until`, so that it
    /// can be exchanged everywhere first. Empty if there is no such key that still works.
    @Transactional
    public Optional<String> rotate(long id, Instant until) {
        record Old(
                UserId user,
                String name,
                Set<KeyScope> scopes,
                @Nullable Instant expires) {}
        Optional<Old> old = jdbc.sql("""
                select user_id, name, scopes, expires_at from sheaf.api_keys
                where id = :id and revoked_at is null and (expires_at is null or expires_at > :now)
                for update
                """)
                .param("id", id)
                .param("now", time(clock.instant()))
                .query((row, _) -> new Old(
                        new UserId(row.getLong("user_id")),
                        row.getString("name"),
                        KeyScope.of((String[]) row.getArray("scopes").getArray()),
                        instant(row, "expires_at")))
                .optional();
        old.ifPresent(
                _ -> jdbc.sql("""
                update sheaf.api_keys set expires_at = least(expires_at, :until) where id = :id
                """).param("id", id).param("until", time(until)).update());
        return old.map(key -> issue(key.user, key.name, key.scopes, key.expires));
    }

    /// Revokes one key if it is one of `user`.
    public void revoke(UserId user, long id) {
        jdbc.sql("""
                update sheaf.api_keys set revoked_at = :now
                where id = :id and user_id = :user and revoked_at is null
                """)
                .param("id", id)
                .param("user", user.value())
                .param("now", time(clock.instant()))
                .update();
    }

    /// Revokes one key, on all nodes at once; false if there is none that was not revoked before.
    public boolean revoke(long id) {
        return jdbc.sql("update sheaf.api_keys set revoked_at = :now where id = :id and revoked_at is null")
                        .param("id", id)
                        .param("now", time(clock.instant()))
                        .update()
                == 1;
    }

    /// Revokes the keys of `user` that carry `name`; how many there were.
    public int revoke(UserId user, String name) {
        return jdbc.sql("""
                update sheaf.api_keys set revoked_at = :now
                where user_id = :user and name = :name and revoked_at is null
                """)
                .param("user", user.value())
                .param("name", name)
                .param("now", time(clock.instant()))
                .update();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getLong("id"),
                row.getString("name"),
                KeyScope.of((String[]) row.getArray("scopes").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
