package dev.sheaf.web.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.api.*`: for how long a download link is good, unless its file or the signing credential expires earlier.
@ConfigurationProperties("sheaf.api")
record ApiSettings(@DefaultValue("1h") Duration linkLifetime) {

    ApiSettings {
        if (!linkLifetime.isPositive()) {
            throw new IllegalArgumentException("sheaf.api.link-lifetime must be positive, not " + linkLifetime);
        }
    }
}
