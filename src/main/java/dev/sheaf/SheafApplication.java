package dev.sheaf;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// Starts Sheaf. What it then does is decided by its settings alone.
@SpringBootApplication
public class SheafApplication {

    public static void main(String[] args) {
        SpringApplication.run(SheafApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
