package dev.sheaf.web.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.events.*`: streams that a user may have open on a node, and how often a silent one shows that it lives.
@ConfigurationProperties("sheaf.events")
record EventSettings(
        @DefaultValue("10") int streams,
        @DefaultValue("15s") Duration heartbeat) {

    EventSettings {
        if (streams < 1 || heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "sheaf.events.streams and sheaf.events.heartbeat must be positive: " + streams + ", " + heartbeat);
        }
    }
}
