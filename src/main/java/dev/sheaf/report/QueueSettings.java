package dev.sheaf.report;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.queue.*`: `workers` parts are read at once on this node (0: one for each core), `parts-per-turn` of
/// one publisher on all nodes; a worker that has not been heard of for 4 `heartbeat`s is taken for dead. A node
/// that is told to end gives its workers the time of `grace` to finish. `node` is its name for people, the
/// host's by default.
@ConfigurationProperties("sheaf.queue")
record QueueSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0") int workers,
        @DefaultValue("2s") Duration heartbeat,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("16") int partsPerTurn,
        @DefaultValue("5s") Duration grace,
        @DefaultValue("") String node) {

    QueueSettings {
        if (workers < 0) {
            throw new IllegalArgumentException("sheaf.queue.workers must not be negative: " + workers);
        }
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException("sheaf.queue.heartbeat must be positive, not " + heartbeat);
        }
        if (!poll.isPositive()) {
            throw new IllegalArgumentException("sheaf.queue.poll must be positive, not " + poll);
        }
        if (partsPerTurn < 1) {
            throw new IllegalArgumentException("sheaf.queue.parts-per-turn must be at least 1, not " + partsPerTurn);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("sheaf.queue.grace must not be negative: " + grace);
        }
        if (workers == 0) {
            workers = Runtime.getRuntime().availableProcessors();
        }
    }
}
