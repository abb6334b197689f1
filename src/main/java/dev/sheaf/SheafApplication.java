package dev.sheaf;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// Starts Sheaf. What it then does is decided by its settings alone.
@SpringBootApplication
@ConfigurationPropertiesScan
public class SheafApplication {

    public static void main(String[] args) {
        SpringApplication.run(SheafApplication.class, args);
    }
}
