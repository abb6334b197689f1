package dev.sheaf.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts attempts to sign in, over all nodes. Each is counted before it is looked at, so that many at once are not
/// more than many in turn.
@Component
class Attempts {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final Clock clock;

    Attempts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// How long `subject` has to wait, having made more than `most` attempts; empty if they may try.
    Optional<Duration> count(String subject, int most) {
        Instant now = clock.instant();
        record Count(int attempts, Instant since) {}
        Count count = jdbc.sql("""
                insert into sheaf.sign_in_attempts as a (subject, attempts, since) values (:subject, 1, :now)
                on conflict (subject) do update
                set attempts = case when a.since < :begin then 1 else least(a.attempts, :most) + 1 end,
                    since = case when a.since < :begin then :now else a.since end
                returning attempts, since
                """)
                .param("subject", subject)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("begin", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> new Count(
                        row.getInt("attempts"),
                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .single();
        return count.attempts <= most
                ? Optional.empty()
                : Optional.of(Duration.between(now, count.since.plus(WINDOW)).plusSeconds(1));
    }

    void forget(String subject) {
        jdbc.sql("delete from sheaf.sign_in_attempts where subject = :subject or since < :begin")
                .param("subject", subject)
                .param("begin", clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC))
                .update();
    }
}
