package dev.sheaf.bench;

import java.io.IOException;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/// PostgreSQL and the S3 server without Sheaf: prints where they are, and ends with its standard input.
final class Host {

    static final List<String> SETTINGS = List.of(
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.datasource.password",
            "spring.flyway.user",
            "spring.flyway.password",
            "sheaf.s3.endpoint",
            "sheaf.s3.bucket",
            "sheaf.s3.access-key",
            "sheaf.s3.secret-key");

    /// An application context of nothing but what Sheaf puts into each before its first bean: the embedded servers.
    private static final class Nothing {}

    private Host() {}

    public static void main(String[] arguments) throws IOException {
        try (var context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run(arguments)) {
            Environment environment = context.getEnvironment();
            SETTINGS.forEach(name -> System.out.println(name + "=" + environment.getRequiredProperty(name)));
            System.out.println("ready");
            int _ = System.in.read();
        }
    }
}
