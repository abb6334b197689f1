package dev.sheaf.rows;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.rows.*`: `readers` connections read rows at once; at most `snapshots` large reports are read at one
/// time.
@ConfigurationProperties("sheaf.rows")
record RowSettings(
        @DefaultValue("8") int readers,
        @DefaultValue("4") int snapshots,
        @DefaultValue("10s") Duration connectTimeout) {

    RowSettings {
        if (readers < 1) {
            throw new IllegalArgumentException("sheaf.rows.readers must be at least 1, not " + readers);
        }
        if (snapshots < 1) {
            throw new IllegalArgumentException("sheaf.rows.snapshots must be at least 1, not " + snapshots);
        }
    }
}
