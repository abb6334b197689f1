package dev.sheaf.access;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts each user's requests of this hour, over all nodes. Thread safe.
///
/// A node draws a thousandth of a user's hour at a time from the database and serves it from memory, so that hardly a
/// request costs a round trip. What a node has drawn and not used by the end of the hour is all that the count can be
/// wrong by.
@Component
public class RateLimits {

    private static final int DRAWS = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Hour hour = new Hour(Instant.EPOCH, Map.of());

    RateLimits(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// How a request stands: `remaining` are left after it until `reset`.
    public record Standing(boolean allowed, int limit, int remaining, Instant reset) {}

    private record Hour(Instant start, Map<UserId, Share> shares) {}

    /// What this node has drawn for one user.
    private static final class Share {
        private int left;
        private int elsewhere;
        private boolean exhausted;
    }

    /// Counts one request of the caller.
    public Standing count(Caller caller) {
        Hour now = current();
        Share share = now.shares.computeIfAbsent(caller.id(), _ -> new Share());
        int limit = caller.requestsPerHour();
        synchronized (share) {
            if (share.left == 0 && !share.exhausted) {
                draw(caller, now, share, limit);
            }
            boolean allowed = share.left > 0;
            if (allowed) {
                share.left--;
            }
            return new Standing(allowed, limit, share.left + share.elsewhere, now.start.plus(1, ChronoUnit.HOURS));
        }
    }

    private Hour current() {
        Instant start = clock.instant().truncatedTo(ChronoUnit.HOURS);
        return hour.start.equals(start) ? hour : begin(start);
    }

    private synchronized Hour begin(Instant start) {
        if (!hour.start.equals(start)) {
            hour = new Hour(start, new ConcurrentHashMap<>());
        }
        return hour;
    }

    private void draw(Caller caller, Hour now, Share share, int limit) {
        int wished = Math.max(1, limit / DRAWS);
        int drawn = jdbc.sql("""
                insert into sheaf.request_counts as c (user_id, hour, drawn) values (:user, :hour, :wished)
                on conflict (user_id) do update
                set drawn = case when c.hour = excluded.hour then c.drawn else 0 end + excluded.drawn,
                    hour = excluded.hour
                returning drawn
                """)
                .param("user", caller.id().value())
                .param("hour", now.start.atOffset(ZoneOffset.UTC))
                .param("wished", wished)
                .query(Integer.class)
                .single();
        share.left = Math.clamp((long) limit - (drawn - wished), 0, wished);
        share.elsewhere = Math.max(0, limit - drawn);
        share.exhausted = share.left == 0;
    }
}
