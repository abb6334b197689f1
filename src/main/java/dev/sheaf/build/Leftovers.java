package dev.sheaf.build;

import dev.sheaf.report.LeaseLost;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.StorageFailure;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Takes an object back that was stored too late to count.
@Component
class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Bucket bucket;

    Leftovers(Bucket bucket) {
        this.bucket = bucket;
    }

    /// Records the object `key` by `recording`, and deletes it if the lease was lost before.
    boolean unlessLost(String key, BooleanSupplier recording) {
        try {
            return recording.getAsBoolean();
        } catch (LeaseLost e) {
            try {
                bucket.delete(List.of(key));
            } catch (StorageFailure failure) {
                LOG.warn("{} is left over: {}", key, failure.getMessage());
            }
            throw e;
        }
    }
}
