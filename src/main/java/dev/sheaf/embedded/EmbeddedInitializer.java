package dev.sheaf.embedded;

import static dev.sheaf.embedded.EmbeddedSettings.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/// Gives every application context its database and its bucket: the operator's own where set, else embedded ones.
///
/// It runs before the first bean and speaks only through settings: `spring.datasource.*` and `sheaf.s3.*`. The
/// servers stop when the context has destroyed all its beans.
final class EmbeddedInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        var settings = new LinkedHashMap<String, Object>();
        @Nullable String url = text(environment, "sheaf.database.url");
        boolean ownDatabase = url != null || text(environment, "spring.datasource.url") != null;
        boolean ownBucket =
                text(environment, "sheaf.s3.endpoint") != null || text(environment, "sheaf.s3.bucket") != null;
        if (url != null) {
            settings.putAll(external(DatabaseUrl.parse(url), environment));
        }
        if (!ownDatabase || !ownBucket) {
            EmbeddedSettings wanted = EmbeddedSettings.of(environment);
            Servers servers = Servers.lease(wanted.data());
            try {
                if (!ownDatabase) {
                    settings.putAll(database(servers.postgres(wanted.programs())));
                }
                if (!ownBucket) {
                    settings.putAll(bucket(servers.objects(wanted.s3Address(), wanted.s3Port())));
                }
            } catch (RuntimeException e) {
                servers.release();
                throw e;
            }
            releaseLast(context, servers);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", settings));
    }

    static Map<String, Object> external(DatabaseUrl url, Environment environment) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("spring.datasource.url", url.jdbcUrl());
        put(settings, "spring.datasource.username", text(environment, "sheaf.database.user"), url.user());
        put(settings, "spring.datasource.password", text(environment, "sheaf.database.password"), url.password());
        put(settings, "spring.flyway.user", text(environment, "sheaf.database.owner"), null);
        put(settings, "spring.flyway.password", text(environment, "sheaf.database.owner-password"), null);
        return settings;
    }

    private static void put(
            Map<String, Object> settings, String name, @Nullable String first, @Nullable String second) {
        @Nullable String value = first == null ? second : first;
        if (value != null) {
            settings.put(name, value);
        }
    }

    private static Map<String, Object> database(PostgresServer postgres) {
        return Map.of(
                "spring.datasource.url", postgres.url(),
                "spring.datasource.username", postgres.runtimeUser(),
                "spring.datasource.password", postgres.runtimePassword(),
                "spring.flyway.user", postgres.user(),
                "spring.flyway.password", postgres.password());
    }

    private static Map<String, Object> bucket(ObjectServer objects) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("sheaf.s3.endpoint", objects.endpoint().toString());
        settings.put("sheaf.s3.bucket", "sheaf");
        settings.put("sheaf.s3.access-key", objects.accessKey());
        settings.put("sheaf.s3.secret-key", objects.secretKey());
        settings.put("sheaf.s3.path-style", true);
        settings.put("sheaf.s3.create-bucket", true);
        // It joins the parts of a large object by copying them, and answers only then.
        settings.put("sheaf.s3.read-timeout", "15m");
        return settings;
    }

    /// Disposable beans go in reverse order of registration, so what is registered before any other goes last.
    private static void releaseLast(ConfigurableApplicationContext context, Servers servers) {
        if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
            beans.registerDisposableBean("embeddedServers", servers::release);
        }
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
