package dev.sheaf.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where an external database is, as the JDBC driver wants to hear it.
///
/// Both `jdbc:postgresql://…` and the `postgres://user:password@host:port/database?sslmode=…` of hosting services
/// are understood. Messages never repeat the address, because it may hold the password.
record DatabaseUrl(
        String jdbcUrl, @Nullable String user, @Nullable String password) {

    private static final Pattern URI =
            Pattern.compile("postgres(?:ql)?://(?:([^:@/]*)(?::([^@/]*))?@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?");

    /// libpq's names of options that the JDBC driver spells otherwise.
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "target_session_attrs", "targetServerType");

    /// libpq's names of kinds of servers that the JDBC driver calls otherwise.
    private static final Map<String, String> SERVER_TYPES = Map.of(
            "read-write", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    static DatabaseUrl parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(url, null, null);
        }
        if (!url.startsWith("postgres://") && !url.startsWith("postgresql://")) {
            throw new CannotStart(
                    "sheaf.database.url must begin with postgres://, postgresql:// or jdbc:postgresql://; "
                            + "Sheaf keeps its records in PostgreSQL only.");
        }
        Matcher parts = URI.matcher(url);
        if (!parts.matches()) {
            throw new CannotStart("sheaf.database.url is not of the form postgres://user:password@host:port/database; "
                    + "an @ or / inside the password must be written as %40 or %2F.");
        }
        String query = parts.group(5);
        String jdbcUrl = "jdbc:postgresql://" + (parts.group(3).isEmpty() ? "localhost" : parts.group(3)) + "/"
                + (parts.group(4) == null ? "" : parts.group(4)) + (query == null ? "" : "?" + driverOptions(query));
        return new DatabaseUrl(jdbcUrl, decoded(parts.group(1)), decoded(parts.group(2)));
    }

    private static String driverOptions(String query) {
        var options = new StringBuilder();
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            options.append(options.isEmpty() ? "" : "&").append(DRIVER_NAMES.getOrDefault(name, name));
            if (equals >= 0) {
                String value = option.substring(equals + 1);
                options.append('=')
                        .append(name.equals("target_session_attrs") ? SERVER_TYPES.getOrDefault(value, value) : value);
            }
        }
        return options.toString();
    }

    private static @Nullable String decoded(@Nullable String text) {
        return text == null || text.isEmpty() ? null : URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "DatabaseUrl[user=" + user + "]";
    }
}
