package dev.sheaf.maintenance;

import dev.sheaf.storage.Bucket;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The database of this installation, which has a bucket of its own: what another one keeps there would be garbage
/// here. A bucket that belongs to another installation stops the start.
@Component
class Installation {

    private final Bucket bucket;
    private final UUID id;

    Installation(Bucket bucket, JdbcClient jdbc) {
        this.bucket = bucket;
        this.id =
                jdbc.sql("select id from sheaf.installation").query(UUID.class).single();
        holdBucket();
    }

    /// Throws if the bucket is another's by now.
    void holdBucket() {
        bucket.claim(id);
    }
}
