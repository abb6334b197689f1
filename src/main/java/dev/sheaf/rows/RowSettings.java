package dev.sheaf.rows;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// `sheaf.rows.*`: `readers` connections read rows of Sheaf's own database at once (0: 2 × cores + 4); at most
/// `snapshots` large reports are read there at one time. A reader of a part may sort in `sort-memory`, and small joined
/// tables take `dimension-memory` here at most.
@ConfigurationProperties("sheaf.rows")
record RowSettings(
        @DefaultValue("0") int readers,
        @DefaultValue("4") int snapshots,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("40MB") DataSize sortMemory,
        @DefaultValue("32MB") DataSize dimensionMemory) {

    /// Every core may read a part and a small report, and plans are asked about meanwhile.
    private static final int SPARE_READERS = 4;

    /// In milliseconds; the pool takes no less.
    static final long LEAST_CONNECT_TIMEOUT = 250;

    RowSettings {
        if (readers < 0) {
            throw new IllegalArgumentException("sheaf.rows.readers must not be negative: " + readers);
        }
        if (readers == 0) {
            readers = enough();
        }
        if (connectTimeout.toMillis() < LEAST_CONNECT_TIMEOUT) {
            throw new IllegalArgumentException(
                    "sheaf.rows.connect-timeout must be at least 250ms, not " + connectTimeout);
        }
        SortedParts.check("sheaf.rows.sort-memory", sortMemory);
        Dimensions.check("sheaf.rows.dimension-memory", dimensionMemory);
        if (snapshots < 1) {
            throw new IllegalArgumentException("sheaf.rows.snapshots must be at least 1, not " + snapshots);
        }
    }

    static int enough() {
        return 2 * Runtime.getRuntime().availableProcessors() + SPARE_READERS;
    }
}
