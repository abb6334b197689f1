package dev.sheaf.cli;

import dev.sheaf.access.AdministrationAudit;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.embedded.Database;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A command that looks at or changes who may call, in the database of a server that runs or not.
record Administration(String name, String usage, Set<String> valued, Set<String> flags, Action action)
        implements Command {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String AS_JSON = "--json";
    private static final List<String> SECRETS = List.of("key", "welcome_path");

    interface Action {

        /// Does what is asked and returns what to say about it.
        ///
        /// @param access the beans of the module `access`
        Done run(Arguments arguments, BeanFactory access);
    }

    /// What was done, for programs and for people.
    record Done(ObjectNode json, String text) {

        /// As it may be recorded: keys and links that set a password are shown once, and kept nowhere.
        String withoutSecrets() {
            return json.deepCopy().without(SECRETS).toString();
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static UserId user(BeanFactory access, String email) {
        return access.getBean(Users.class)
                .byEmail(email)
                .orElseThrow(() ->
                        Refused.undone("There is no user " + email + "; bin/sheaf user list tells who there is."));
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            Arguments parsed = Arguments.parse(
                    arguments,
                    valued,
                    Stream.concat(flags.stream(), Stream.of(AS_JSON)).collect(Collectors.toSet()));
            Done done = inDatabase(parsed);
            out.println(parsed.has(AS_JSON) ? done.json.toString() : done.text);
            return 0;
        } catch (Refused e) {
            err.println(e.getMessage());
            if (e.exit == Refused.WRONG_CALL) {
                err.println("Usage: bin/sheaf " + name + " " + usage);
            }
            return e.exit;
        } catch (FailureAnalyzedException e) {
            err.println(e.analysis().getDescription());
        } catch (BadSqlGrammarException e) {
            err.println("The tables are not those of this version of Sheaf: start the server once, which brings them up"
                    + " to date.");
        } catch (DataAccessException | TransactionException e) {
            err.println("The database cannot be used: "
                    + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
        return Refused.UNDONE;
    }

    private Done inDatabase(Arguments arguments) {
        // Nothing but the result belongs on the console. A server in the same process keeps its log.
        LoggingSystem.get(Administration.class.getClassLoader()).beforeInitialize();
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new SimpleCommandLinePropertySource(arguments.settings().toArray(String[]::new)));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        try (var database = Database.of(environment);
                var context = new AnnotationConfigApplicationContext()) {
            context.setEnvironment(environment);
            context.registerBean(DataSource.class, database::source);
            context.register(Access.class);
            context.refresh();
            var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            return Objects.requireNonNull(transaction.execute(_ -> {
                Done done = action.run(arguments, context);
                if (!name.endsWith(" list")) {
                    context.getBean(AdministrationAudit.class)
                            .add(whoRunsThis(), name + arguments.spoken(), done.withoutSecrets());
                }
                return done;
            }));
        }
    }

    private static String whoRunsThis() {
        String machine;
        try {
            machine = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            machine = "an unnamed machine";
        }
        return System.getProperty("user.name") + "@" + machine;
    }

    /// The module `access` alone; each of its beans is made when a command wants it.
    @EnableTransactionManagement
    @ComponentScan(basePackageClasses = Users.class, lazyInit = true)
    static class Access {

        @Bean
        JdbcClient jdbc(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        PlatformTransactionManager transactions(DataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
