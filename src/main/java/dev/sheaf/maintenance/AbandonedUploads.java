package dev.sheaf.maintenance;

import dev.sheaf.report.RecurringWork;
import dev.sheaf.storage.Bucket;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Aborts uploads that a killed worker left unfinished: they take space and are in no listing.
@Configuration(proxyBeanMethods = false)
class AbandonedUploads {

    /// Far longer than any upload takes.
    private static final Duration ABANDONED = Duration.ofDays(1);

    @Bean
    RecurringWork uploadSweep(Bucket bucket, Clock clock) {
        return new RecurringWork(
                "abandoned-uploads",
                Duration.ofHours(1),
                () -> bucket.abortUploads("", clock.instant().minus(ABANDONED)));
    }
}
