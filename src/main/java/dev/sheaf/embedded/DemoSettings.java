package dev.sheaf.embedded;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.demo.*`: whether to play the demo, with how many clicks that end before `today`, whether to end after
/// it, and whether to print one line of JSON instead of words.
@ConfigurationProperties("sheaf.demo")
record DemoSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("200000") long clicks,
        @Nullable LocalDate today,
        @DefaultValue("false") boolean exit,
        @DefaultValue("false") boolean json) {

    DemoSettings {
        if (clicks < 1) {
            throw new IllegalArgumentException("sheaf.demo.clicks must be at least 1, not " + clicks);
        }
    }
}
