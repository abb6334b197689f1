package dev.sheaf.maintenance;

import dev.sheaf.report.Garbage;
import dev.sheaf.report.RecurringWork;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Sweeps the whole bucket now and then, for what was left behind by workers and servers that died.
@Configuration(proxyBeanMethods = false)
class Sweeping {

    private static final Duration EVERY = Duration.ofMinutes(10);

    @Bean
    RecurringWork wholeSweep(Sweep sweep, Garbage garbage, Installation installation) {
        return new RecurringWork("sweep", EVERY, () -> {
            garbage.forgetOld();
            installation.holdBucket();
            sweep.all();
        });
    }
}
