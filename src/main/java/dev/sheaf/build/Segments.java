package dev.sheaf.build;

import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.StorageFailure;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The segments of a report, once nobody needs them any more.
@Component
class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Bucket bucket;

    Segments(Bucket bucket) {
        this.bucket = bucket;
    }

    /// Removes all of them, also those of workers that were given up. What cannot be removed now is only garbage.
    void remove(ReportId report) {
        try {
            try (Stream<String> keys = bucket.keys(Keys.segments(report))) {
                bucket.delete(keys.toList());
            }
        } catch (StorageFailure e) {
            LOG.warn("The segments of report {} are left over: {}", report, e.getMessage());
        }
    }
}
