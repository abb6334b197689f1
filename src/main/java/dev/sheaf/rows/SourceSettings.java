package dev.sheaf.rows;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// `sheaf.sources.NAME.*`: databases of an operator's own, by the names that type files use.
@ConfigurationProperties("sheaf")
record SourceSettings(@DefaultValue Map<String, Source> sources) {

    /// Without hyphens and underscores, so that an environment variable can name it.
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,30}");

    SourceSettings {
        sources = Map.copyOf(sources);
        sources.forEach((name, source) -> source.check(name));
    }

    /// How rows are read.
    enum Kind {
        /// By COPY: fast, and large reports in parts that are read in parallel.
        POSTGRESQL,
        /// By any JDBC driver, each report by one statement.
        JDBC
    }

    /// `readers` connections at most (0: cores + 4), and `snapshots` beside them for large reports.
    record Source(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable Kind kind,
            @DefaultValue("0") int readers,
            @DefaultValue("4") int snapshots,
            @DefaultValue("1h") Duration statementTimeout,
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue("1000") int fetchSize,
            @DefaultValue("40MB") DataSize sortMemory,
            @DefaultValue("32MB") DataSize dimensionMemory) {

        private static final String POSTGRES = "jdbc:postgresql:";

        Source {
            if (readers == 0) {
                readers = RowSettings.enough();
            }
        }

        private void check(String name) {
            String setting = "sheaf.sources." + name;
            require(
                    NAME.matcher(name).matches(),
                    setting + ": the name of a source must be made of a-z and 0-9, a letter first, at most 31");
            require(url != null && !url.isBlank(), setting + ".url is missing");
            require(
                    jdbcUrl().startsWith("jdbc:"),
                    setting + ".url must begin with jdbc:, such as jdbc:postgresql://host:5432/name");
            require(
                    kind() == Kind.JDBC || jdbcUrl().startsWith(POSTGRES),
                    setting + ".kind can be postgresql only where its url begins with " + POSTGRES);
            require(readers > 0, setting + ".readers must not be negative: " + readers);
            require(snapshots > 0, setting + ".snapshots must be at least 1, not " + snapshots);
            require(!statementTimeout.isNegative(), setting + ".statement-timeout must not be negative");
            require(
                    connectTimeout.toMillis() >= RowSettings.LEAST_CONNECT_TIMEOUT,
                    setting + ".connect-timeout must be at least 250ms");
            SortedParts.check(setting + ".sort-memory", sortMemory);
            Dimensions.check(setting + ".dimension-memory", dimensionMemory);
            require(fetchSize > 0, setting + ".fetch-size must be at least 1, not " + fetchSize);
        }

        String jdbcUrl() {
            return url == null ? "" : url;
        }

        @Override
        public Kind kind() {
            if (kind != null) {
                return kind;
            }
            return jdbcUrl().startsWith(POSTGRES) ? Kind.POSTGRESQL : Kind.JDBC;
        }

        /// Without the password and the URL, which may hold one.
        @Override
        public String toString() {
            return "Source[user=" + user + "]";
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }
    }
}
