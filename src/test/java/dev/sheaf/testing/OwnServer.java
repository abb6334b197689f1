package dev.sheaf.testing;

import dev.sheaf.SheafApplication;
import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.Users;
import dev.sheaf.embedded.TestServers;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A running server with settings of the test's own, over a new database and a new bucket.
public final class OwnServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private OwnServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Starts a server; `settings` go before those that it needs to be one of many in a test run.
    public static OwnServer start(Map<String, String> settings) throws SQLException {
        return start(TestServers.database(), settings);
    }

    /// The same over a database in which the test has made tables already.
    public static OwnServer start(TestServers.Database database, Map<String, String> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("server.port", "0");
        all.put("spring.datasource.url", database.url());
        all.put("spring.datasource.username", database.user());
        all.put("spring.datasource.password", database.password());
        all.put("spring.datasource.hikari.maximum-pool-size", "8");
        all.putAll(TestServers.settings(TestServers.bucket()));
        all.putAll(settings);
        return new OwnServer(new SpringApplicationBuilder(SheafApplication.class)
                .run(all.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new)));
    }

    public String url() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    public People people() {
        return new People(bean(Users.class), bean(ApiKeys.class), url());
    }

    public Browser signedIn(People.Person person) {
        return Browser.of(person, url(), bean(Passwords.class), jdbc());
    }

    /// Sheaf's own database.
    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> Stream<T> beans(Class<T> type) {
        return context.getBeanProvider(type).stream();
    }

    @Override
    public void close() {
        context.close();
    }
}
