package dev.sheaf.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

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

    /// A new key for `user`, good until `expires` (or until revoked, if null). `name` is for people: what it is
    /// used for.
    public String issue(UserId user, String name, @Nullable Instant expires) {
        ApiKey key = ApiKey.generate(random);
        jdbc.sql("""
                insert into sheaf.api_keys (user_id, name, hash, created_at, expires_at)
                values (:user, :name, :hash, :now, :expires)
                """)
                .param("user", user.value())
                .param("name", name)
                .param("hash", key.hash())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("expires", expires == null ? null : expires.atOffset(ZoneOffset.UTC))
                .update();
        return key.secret();
    }

    /// Revokes the keys of `user` that carry `name`; how many there were.
    public int revoke(UserId user, String name) {
        return jdbc.sql("""
                update sheaf.api_keys set revoked_at = :now
                where user_id = :user and name = :name and revoked_at is null
                """)
                .param("user", user.value())
                .param("name", name)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
