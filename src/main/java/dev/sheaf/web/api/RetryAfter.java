package dev.sheaf.web.api;

import dev.sheaf.report.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// How many seconds a caller does well to wait before looking again.
///
/// While parts come in, the time that the missing ones will take at the pace of those before. Otherwise a tenth of
/// what the report has taken so far, from its start, or since it was asked for or retried: short ones are noticed at
/// once, and long ones are not asked for all the time.
@Component
class RetryAfter {

    private static final long LONGEST = 60;
    private static final int SHARE_OF_AGE = 10;

    private final Clock clock;

    RetryAfter(Clock clock) {
        this.clock = clock;
    }

    String of(Report report) {
        Instant now = clock.instant();
        Instant started = report.startedAt();
        Integer total = report.totalParts();
        Instant since = started == null ? report.updatedAt() : started;
        long seconds = started == null || total == null || report.partsReady() == 0
                ? Duration.between(since, now).toSeconds() / SHARE_OF_AGE
                : Duration.between(started, now).toSeconds() * (total - report.partsReady()) / report.partsReady();
        return Long.toString(Math.clamp(seconds, 1, LONGEST));
    }
}
