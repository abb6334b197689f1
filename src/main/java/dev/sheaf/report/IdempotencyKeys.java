package dev.sheaf.report;

import dev.sheaf.access.Caller;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keys by which a caller marks repetitions of one request. Each counts for 24 hours.
@Component
class IdempotencyKeys {

    static final Duration LIFETIME = Duration.ofHours(24);

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    /// What a key means for a request that carries it.
    sealed interface Claim {

        /// It is new. Nobody else gets an answer about it before the present transaction ends.
        record New() implements Claim {}

        record Answered(ReportId report) implements Claim {}

        record OtherBody() implements Claim {}
    }

    // Read and compared at once.
    @SuppressWarnings("ArrayRecordComponent")
    private record Used(byte[] bodyHash, @Nullable Long report) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    Claim claim(Caller caller, String key, ObjectNode body) {
        byte[] hash = hash(body);
        // A key can be forgotten between the two statements; then it is new in the next round.
        while (true) {
            if (insert(caller, key, hash)) {
                return new Claim.New();
            }
            Optional<Used> used = find(caller, key);
            if (used.isPresent() && used.get().report() != null) {
                return MessageDigest.isEqual(used.get().bodyHash(), hash)
                        ? new Claim.Answered(new ReportId(used.get().report()))
                        : new Claim.OtherBody();
            }
        }
    }

    /// Waits for another transaction that claims the same key; false if that has got it.
    private boolean insert(Caller caller, String key, byte[] hash) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        insert into sheaf.idempotency_keys as used (user_id, key, body_hash, created_at)
                        values (:user, :key, :hash, :now)
                        on conflict (user_id, key) do update
                        set body_hash = excluded.body_hash, report_id = null, created_at = excluded.created_at
                        where used.created_at <= :over
                        """)
                        .param("user", caller.id().value())
                        .param("key", key)
                        .param("hash", hash)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("over", now.minus(LIFETIME).atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private Optional<Used> find(Caller caller, String key) {
        return jdbc.sql("select body_hash, report_id from sheaf.idempotency_keys where user_id = :user and key = :key")
                .param("user", caller.id().value())
                .param("key", key)
                .query((row, _) -> new Used(row.getBytes("body_hash"), row.getObject("report_id", Long.class)))
                .optional();
    }

    /// From now on the key answers with `report`.
    void answerWith(Caller caller, String key, ReportId report) {
        jdbc.sql("update sheaf.idempotency_keys set report_id = :report where user_id = :user and key = :key")
                .param("report", report.value())
                .param("user", caller.id().value())
                .param("key", key)
                .update();
    }

    /// The request came to nothing, so its key does not count.
    void forget(Caller caller, String key) {
        jdbc.sql("delete from sheaf.idempotency_keys where user_id = :user and key = :key")
                .param("user", caller.id().value())
                .param("key", key)
                .update();
    }

    /// The order of names plays no part, nor does white space.
    private static byte[] hash(ObjectNode body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
