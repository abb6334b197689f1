package dev.sheaf.embedded;

import static dev.sheaf.embedded.EmbeddedSettings.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Sheaf's database for a process beside the server: the external one where set, else the embedded one, which is
/// started if no server runs on the data folder. One connection, as the role that works there.
public final class Database implements AutoCloseable {

    private final SingleConnectionDataSource connection;
    private final Runnable release;

    private Database(String url, @Nullable Object user, @Nullable Object password, Runnable release) {
        connection = new SingleConnectionDataSource(url, true);
        if (user != null) {
            connection.setUsername(user.toString());
        }
        if (password != null) {
            connection.setPassword(password.toString());
        }
        this.release = release;
    }

    /// The database that the settings name.
    ///
    /// @throws org.springframework.boot.diagnostics.FailureAnalyzedException if there is none, in one sentence
    public static Database of(Environment environment) {
        @Nullable String url = text(environment, "sheaf.database.url");
        if (url != null) {
            Map<String, Object> settings = EmbeddedInitializer.external(DatabaseUrl.parse(url), environment);
            return new Database(
                    Objects.requireNonNull(settings.get("spring.datasource.url"))
                            .toString(),
                    settings.get("spring.datasource.username"),
                    settings.get("spring.datasource.password"),
                    () -> {});
        }
        @Nullable String springs = text(environment, "spring.datasource.url");
        if (springs != null) {
            return new Database(
                    springs,
                    text(environment, "spring.datasource.username"),
                    text(environment, "spring.datasource.password"),
                    () -> {});
        }
        return embedded(EmbeddedSettings.of(environment));
    }

    private static Database embedded(EmbeddedSettings settings) {
        Path folder = settings.data().toAbsolutePath().normalize();
        if (!DataFolder.hasDatabase(folder)) {
            throw new CannotStart("The data folder " + folder + " holds no database yet: start bin/sheaf once, or name"
                    + " another folder in SHEAF_DATA or a database in SHEAF_DATABASE_URL.");
        }
        Path data = DataFolder.made(folder);
        if (Servers.holdHere(data) || DataFolder.held(data)) {
            return running(data);
        }
        Servers servers = Servers.lease(data);
        try {
            PostgresServer postgres = servers.postgres(settings.programs());
            return new Database(postgres.url(), postgres.runtimeUser(), postgres.runtimePassword(), servers::release);
        } catch (RuntimeException e) {
            servers.release();
            throw e;
        }
    }

    /// The one that the server on this folder runs.
    private static Database running(Path data) {
        try {
            Generated generated = Generated.in(data);
            if (generated.port("postgres.port") == 0 || !generated.has("postgres.runtime-password")) {
                throw new CannotStart("The server on " + data + " is still starting; try again when it is up.");
            }
            return new Database(
                    PostgresServer.url(generated.port("postgres.port"), "sheaf"),
                    PostgresServer.RUNTIME_USER,
                    generated.secret("postgres.runtime-password"),
                    () -> {});
        } catch (IOException e) {
            throw DataFolder.unusable(data, e);
        }
    }

    public DataSource source() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.destroy();
        } finally {
            release.run();
        }
    }
}
