package dev.sheaf;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Brings the tables up to this version, unless they are of a newer one, or were left half-way.
@Configuration(proxyBeanMethods = false)
class SchemaVersion {

    @Bean
    FlywayMigrationStrategy migration() {
        return flyway -> {
            refuseNewer(flyway);
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                throw new FailureAnalyzedException(
                        "The schema sheaf in the database (sheaf.database.url) cannot be brought up to this version: "
                                + firstLine(e)
                                + " Nothing was changed by this start. Restore the last backup, or undo what was changed"
                                + " in the schema by hand, and start again.",
                        null,
                        e);
            }
        };
    }

    private static void refuseNewer(Flyway flyway) {
        MigrationInfo[] all = flyway.info().all();
        Optional<MigrationInfo> newest = Arrays.stream(all)
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .reduce((_, later) -> later);
        if (newest.isPresent()) {
            throw new FailureAnalyzedException(
                    "The schema sheaf in the database (sheaf.database.url) is of version "
                            + newest.get().getVersion() + ", made by a newer Sheaf than this one, which knows "
                            + known(all) + ". Start that Sheaf or a newer one.",
                    null,
                    new IllegalStateException("newer schema"));
        }
    }

    private static String known(MigrationInfo[] all) {
        return Arrays.stream(all)
                .filter(migration -> migration.getState().isResolved())
                .map(migration -> String.valueOf(migration.getVersion()))
                .reduce((_, later) -> later)
                .orElse("none");
    }

    private static String firstLine(FlywayException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("no reason given.");
    }
}
