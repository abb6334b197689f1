package dev.sheaf.rows;

import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.rows.SourceSettings.Kind;
import dev.sheaf.rows.SourceSettings.Source;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/// The databases that rows come from, by name: Sheaf's own, and those of the settings. All are tried at start.
@Component
@EnableConfigurationProperties({RowSettings.class, SourceSettings.class})
final class Sources implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final SortedMap<String, RowSource> byName = new TreeMap<>();

    Sources(JdbcConnectionDetails own, RowSettings settings, SourceSettings others, Catalogue catalogue) {
        byName.put(
                ReportType.OWN_SOURCE,
                new PostgresSource(
                        ReportType.OWN_SOURCE,
                        new PostgresSource.Connect(
                                own.getJdbcUrl(),
                                own.getUsername(),
                                own.getPassword(),
                                settings.readers(),
                                settings.snapshots(),
                                settings.connectTimeout(),
                                Duration.ZERO,
                                settings.sortMemory(),
                                settings.dimensionMemory())));
        try {
            others.sources().forEach(this::add);
            catalogue.types().all().forEach(this::check);
        } catch (RuntimeException e) {
            destroy();
            throw e;
        }
    }

    private void add(String name, Source settings) {
        if (name.equals(ReportType.OWN_SOURCE)) {
            throw new UnusableSource("sheaf.sources.sheaf: the name is taken by Sheaf's own database.");
        }
        RowSource source = open(name, settings);
        byName.put(name, source);
        try {
            if (source.writable()) {
                LOG.warn(
                        "The user {} of the source {} may write there. Sheaf only reads: give it a user that may no more",
                        settings.user(),
                        name);
            }
        } catch (SQLException e) {
            throw new UnusableSource("The source %s (sheaf.sources.%s.url) cannot be used: %s (SQL state %s)."
                    .formatted(name, name, harmless(e, settings), e.getSQLState()));
        }
    }

    private static RowSource open(String name, Source settings) {
        try {
            DriverManager.getDriver(settings.jdbcUrl());
        } catch (SQLException e) {
            throw new UnusableSource(
                    "sheaf.sources.%s.url: no JDBC driver here understands it. Put the driver's jar ".formatted(name)
                            + "into a folder and name that in LOADER_PATH, as docs/your-own-database.md says.");
        }
        return settings.kind() == Kind.JDBC
                ? new JdbcSource(name, settings)
                : new PostgresSource(
                        name,
                        new PostgresSource.Connect(
                                settings.jdbcUrl(),
                                settings.user(),
                                settings.password(),
                                settings.readers(),
                                settings.snapshots(),
                                settings.connectTimeout(),
                                settings.statementTimeout(),
                                settings.sortMemory(),
                                settings.dimensionMemory()));
    }

    /// Some drivers repeat what they were given. The pool says no more than that it waited; its cause says why.
    private static String harmless(SQLException e, Source settings) {
        Throwable cause = e.getCause() instanceof SQLException deeper ? deeper : e;
        String message =
                Objects.requireNonNullElse(cause.getMessage(), cause.toString()).replace(settings.jdbcUrl(), "its url");
        String password = settings.password();
        return (password == null || password.isEmpty() ? message : message.replace(password, "…")).strip();
    }

    private void check(ReportType type) {
        require(type, "source", type.source());
        if (type.publisherKey() != null && !byName.containsKey(type.publisherKey())) {
            require(type, "scope.publisher_key", type.publisherKey());
        }
    }

    private void require(ReportType type, String key, String name) {
        if (!byName.containsKey(name)) {
            throw new UnusableSource("The report type %s names \"%s\" as its %s, which is not set up: set "
                            .formatted(type.name(), name, key)
                    + "sheaf.sources.%s.url, or name one of %s.".formatted(name, byName.keySet()));
        }
    }

    RowSource of(ReportRequest request) {
        return of(request.type());
    }

    RowSource of(ReportType type) {
        String name = type.source();
        RowSource source = byName.get(name);
        if (source == null) {
            throw new IllegalStateException("The source " + name + " is no longer set up");
        }
        return source;
    }

    /// That of a request whose outlook says that it can be read in ranges.
    PostgresSource postgres(ReportRequest request) {
        if (of(request) instanceof PostgresSource postgres) {
            return postgres;
        }
        throw new IllegalStateException("The source " + request.type().source() + " has no snapshots");
    }

    boolean canTakeSnapshot() {
        return byName.values().stream()
                .anyMatch(source -> source instanceof PostgresSource postgres && postgres.canTakeSnapshot());
    }

    @Override
    public void destroy() {
        Collections.unmodifiableCollection(byName.values()).forEach(RowSource::close);
    }
}
