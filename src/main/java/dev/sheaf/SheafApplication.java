package dev.sheaf;

import dev.sheaf.cli.Commands;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// Starts Sheaf, or runs one of its commands. What a server then does is decided by its settings alone.
@SpringBootApplication
public class SheafApplication {

    public static void main(String[] args) {
        Commands.run(args).ifPresentOrElse(System::exit, () -> SpringApplication.run(SheafApplication.class, args));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
