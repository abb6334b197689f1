package dev.sheaf;

import dev.sheaf.cli.Commands;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
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
    DatabaseTime databaseTime(DataSource database) {
        return new DatabaseTime(database);
    }

    @Bean
    Clock clock(DatabaseTime time) {
        return time.withZone(ZoneOffset.UTC);
    }
}
