package dev.sheaf.build;

import dev.sheaf.catalogue.Phrase;
import dev.sheaf.format.FileTooLarge;
import dev.sheaf.report.Builds;
import dev.sheaf.report.LeaseLost;
import dev.sheaf.report.Leases;
import dev.sheaf.report.Queue;
import dev.sheaf.report.Work;
import dev.sheaf.report.WorkKind;
import dev.sheaf.rows.RowsFailure;
import dev.sheaf.rows.SnapshotLost;
import dev.sheaf.storage.StorageFailure;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;

/// One try at a piece of work, and what its failure comes to.
///
/// What may pass (a lost connection, a busy store) is tried again, a little later each time, and not by all at
/// once. Anything else, and the last try, fails the report with a sentence for people; the cause goes to the
/// log only. So does work that has cost its worker's life again and again. While this node ends nothing fails:
/// it is handed over.
@Component
@EnableConfigurationProperties(BuildSettings.class)
class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final int MOST_LIVES = 3;

    private final Builds builds;
    private final Queue queue;
    private final Leases leases;
    private final BuildSettings settings;

    Attempt(Builds builds, Queue queue, Leases leases, BuildSettings settings) {
        this.builds = builds;
        this.queue = queue;
        this.leases = leases;
        this.settings = settings;
    }

    void run(Work work, Consumer<Work> step) {
        try {
            if (work.lost() >= MOST_LIVES) {
                LOG.error(
                        "{} of report {} has cost its worker's life {} times", work.kind(), work.report(), work.lost());
                builds.failed(work, Phrase.of("failed.lives", work.lost()));
            } else {
                leases.whileHeld(work, step);
            }
        } catch (LeaseLost e) {
            LOG.info(e.getMessage());
        } catch (RuntimeException | Error e) {
            failed(work, e);
        }
    }

    private void failed(Work work, Throwable cause) {
        if (queue.ending()) {
            // Interrupted or cut off, and no longer so, lest the database refuses to hear of it.
            boolean _ = Thread.interrupted();
            LOG.info("{} of report {} is handed over: {}", work.kind(), work.report(), cause.toString());
            queue.notNow(work, Duration.ZERO);
            return;
        }
        if (mayPass(work, cause) && work.tries() < settings.tries()) {
            Duration delay = delay(work.tries(), ThreadLocalRandom.current().nextDouble());
            LOG.warn("{} of report {} failed, next try in {}: {}", work.kind(), work.report(), delay, cause.toString());
            queue.putBack(work, delay);
            return;
        }
        try {
            if (cause instanceof FileTooLarge tooLarge && builds.planSmallerSheets(work, tooLarge.rowsThatFit())) {
                LOG.info("Report {} is planned anew: {}", work.report(), cause.getMessage());
                return;
            }
            LOG.error("{} of report {} failed for good", work.kind(), work.report(), cause);
            builds.failed(work, problem(cause));
        } catch (LeaseLost e) {
            LOG.info(e.getMessage());
        }
    }

    /// Doubles with each try up to half a minute; a half of it is left to chance, which is from 0 to 1.
    static Duration delay(int tries, double chance) {
        long longest = Math.min(FIRST_DELAY.toMillis() << Math.min(tries - 1, 16), LONGEST_DELAY.toMillis());
        return Duration.ofMillis(Math.round(longest * (0.5 + chance / 2)));
    }

    /// A snapshot that goes while parts are still planned under it takes nothing with it.
    private static boolean mayPass(Work work, Throwable cause) {
        return mayPass(cause) || (work.kind() == WorkKind.PLAN && cause instanceof SnapshotLost);
    }

    static boolean mayPass(Throwable cause) {
        return switch (cause) {
            case SnapshotLost _ -> false;
            case RowsFailure failure -> failure.retryable();
            case StorageFailure failure -> failure.retryable();
            case TransientDataAccessException _ -> true;
            case UncheckedIOException _ -> true;
            // Such as a stack that has no room left, or a program that was exchanged under the process.
            case Error _ -> true;
            // Spring has many names for a database that is not there.
            case RuntimeException e ->
                Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                        .anyMatch(deeper -> deeper instanceof SQLException refused && RowsFailure.passes(refused));
            default -> false;
        };
    }

    private static Phrase problem(Throwable cause) {
        return switch (cause) {
            case FileTooLarge large -> Phrase.of("failed.large", large.sheet(), large.bytes(), large.compressed());
            case SnapshotLost _ -> Phrase.of("failed.snapshot");
            case RowsFailure _ -> Phrase.of("failed.reading");
            case StorageFailure failure -> Phrase.of(failure.full() ? "failed.full" : "failed.storing");
            default -> Phrase.of("failed.here");
        };
    }
}
