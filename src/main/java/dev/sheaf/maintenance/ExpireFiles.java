package dev.sheaf.maintenance;

import dev.sheaf.report.Expired;
import dev.sheaf.report.RecurringWork;
import dev.sheaf.storage.Bucket;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Removes files that are past their time; the records of their reports stay.
@Configuration(proxyBeanMethods = false)
class ExpireFiles {

    private static final int BATCH = 500;

    @Bean
    RecurringWork expiry(Expired expired, Bucket bucket) {
        return new RecurringWork("expire-files", Duration.ofMinutes(1), () -> run(expired, bucket));
    }

    /// The object goes first: if recording that fails, the next run removes it once more, which does no harm.
    /// What the store refuses to delete is forgotten like the others, and so left to the sweeper: it would stand
    /// in front of them in each run.
    private static void run(Expired expired, Bucket bucket) {
        List<String> keys = expired.keys(BATCH);
        while (!keys.isEmpty()) {
            bucket.delete(keys);
            expired.gone(keys);
            keys = expired.keys(BATCH);
        }
    }
}
