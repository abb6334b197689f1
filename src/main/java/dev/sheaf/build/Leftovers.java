package dev.sheaf.build;

import dev.sheaf.report.Garbage;
import dev.sheaf.report.LeaseLost;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.StorageFailure;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Takes an object back that was stored too late to count.
@Component
class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Bucket bucket;
    private final Garbage garbage;

    Leftovers(Bucket bucket, Garbage garbage) {
        this.bucket = bucket;
        this.garbage = garbage;
    }

    /// Records the object `key` by `recording`. If the lease was lost before, deletes the object, unless whoever
    /// has the work now needs it.
    boolean unlessLost(String key, BooleanSupplier recording) {
        try {
            return recording.getAsBoolean();
        } catch (LeaseLost e) {
            try {
                bucket.delete(garbage.among(List.of(key)));
            } catch (StorageFailure | DataAccessException failure) {
                LOG.warn("{} is left over: {}", key, failure.getMessage());
            }
            throw e;
        }
    }
}
