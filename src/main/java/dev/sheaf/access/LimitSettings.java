package dev.sheaf.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.limits.*`: how many requests an hour a user may send, unless a publisher has its own limit.
@ConfigurationProperties("sheaf.limits")
record LimitSettings(
        @DefaultValue("10000") int requestsPerHour,
        @DefaultValue("1000") int houseRequestsPerHour) {

    LimitSettings {
        if (requestsPerHour < 1 || houseRequestsPerHour < 1) {
            throw new IllegalArgumentException(
                    "sheaf.limits.requests-per-hour and sheaf.limits.house-requests-per-hour must be positive: "
                            + requestsPerHour + ", " + houseRequestsPerHour);
        }
    }
}
