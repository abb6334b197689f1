package dev.sheaf.cli;

import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import java.time.Duration;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Says where the server listens. Where nobody may call yet, it makes an operator first and shows their key, once.
@Component
@ConditionalOnProperty(name = "sheaf.demo.enabled", havingValue = "false", matchIfMissing = true)
final class FirstOperator implements ApplicationRunner {

    private static final String EMAIL = "operator@localhost.localdomain";

    private static final Duration INVITATION = Duration.ofDays(2);

    private final Users users;
    private final ApiKeys keys;
    private final Passwords passwords;
    private final ServerProperties server;
    private final Environment environment;

    FirstOperator(Users users, ApiKeys keys, Passwords passwords, ServerProperties server, Environment environment) {
        this.users = users;
        this.keys = keys;
        this.passwords = passwords;
        this.server = server;
        this.environment = environment;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String url = (Ssl.isEnabled(server.getSsl()) ? "https" : "http") + "://127.0.0.1:"
                + environment.getProperty("local.server.port");
        System.out.println("Sheaf is up at " + url);
        if (users.none()) {
            UserId operator = users.add(EMAIL, "Operator", true);
            System.out.println("Key of the operator, shown only now: " + keys.issue(operator, "first", null));
            System.out.println("Set the operator's password here, once: "
                    + environment.getProperty("sheaf.web.public-url", url).replaceFirst("/+$", "")
                    + "/welcome?token=" + passwords.invite(operator, INVITATION));
        }
    }
}
