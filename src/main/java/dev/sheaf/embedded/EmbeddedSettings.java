package dev.sheaf.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/// Where the embedded servers keep their data and listen; read before any bean exists.
///
/// @param data `sheaf.data`: the folder for everything, by default `data` in the working directory
/// @param programs `sheaf.embedded.programs`: where PostgreSQL is unpacked; null for `bin` in the data folder
/// @param s3Address `sheaf.embedded.s3-address`: where the S3 server listens; 0.0.0.0 opens it to the network
/// @param s3Port `sheaf.embedded.s3-port`: its port; 0 for the port of the last run or else any free one
record EmbeddedSettings(Path data, @Nullable Path programs, String s3Address, int s3Port) {

    EmbeddedSettings {
        if (s3Port < 0 || s3Port > 65_535) {
            throw new CannotStart("sheaf.embedded.s3-port is " + s3Port + ", but ports go from 0 to 65535.");
        }
        if (!s3Address.matches("[0-9A-Za-z.-]+")) {
            throw new CannotStart("sheaf.embedded.s3-address must be an IPv4 address or a host name of this machine.");
        }
    }

    static EmbeddedSettings of(Environment environment) {
        @Nullable String programs = text(environment, "sheaf.embedded.programs");
        return new EmbeddedSettings(
                Path.of(text(environment, "sheaf.data", "data")),
                programs == null ? null : Path.of(programs),
                text(environment, "sheaf.embedded.s3-address", "127.0.0.1"),
                port(text(environment, "sheaf.embedded.s3-port", "0")));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CannotStart("sheaf.embedded.s3-port is \"" + text + "\", which is not a number.", e);
        }
    }

    private static String text(Environment environment, String name, String otherwise) {
        @Nullable String value = text(environment, name);
        return value == null ? otherwise : value;
    }

    /// A setting that is there but blank counts as not there.
    static @Nullable String text(Environment environment, String name) {
        @Nullable String value = environment.getProperty(name);
        return StringUtils.hasText(value) ? value.strip() : null;
    }
}
