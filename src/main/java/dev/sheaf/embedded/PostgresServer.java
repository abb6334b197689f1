package dev.sheaf.embedded;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// A PostgreSQL process on the folder `postgres`, reachable from this machine only and by password only.
///
/// The role `sheaf` owns the database `sheaf` and migrates it, `sheaf_app` works there; neither is a superuser. The
/// server is a process of its own: it outlives this one when this one is killed, and the next start on the folder
/// stops it first.
final class PostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String MAJOR = "18";

    /// May add to the audit, and not change it.
    static final String RUNTIME_USER = "sheaf_app";

    private final Path folder;
    private final PostgresPrograms programs;
    private final int port;
    private final String password;
    private final String runtimePassword;
    private final String superuserPassword;

    private PostgresServer(
            Path folder,
            PostgresPrograms programs,
            int port,
            String password,
            String runtimePassword,
            String superuserPassword) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
        this.password = password;
        this.runtimePassword = runtimePassword;
        this.superuserPassword = superuserPassword;
    }

    static PostgresServer start(DataFolder data, PostgresPrograms programs) {
        Path folder = data.path().resolve("postgres");
        Generated generated = data.generated();
        try {
            if (!DataFolder.hasDatabase(data.path())) {
                create(folder, programs, generated.secret("postgres.superuser-password"));
            }
            check(folder, generated);
            Orphan.clear(folder, programs);
            int port = freePort(generated.port("postgres.port"));
            generated.keepPort("postgres.port", port);
            Files.writeString(folder.resolve("postgresql.conf"), configuration(port));
            var server = new PostgresServer(
                    folder,
                    programs,
                    port,
                    generated.secret("postgres.password"),
                    generated.secret("postgres.runtime-password"),
                    generated.secret("postgres.superuser-password"));
            server.run(data.path().resolve("postgres.log"));
            return server;
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL cannot use its folder " + folder + ": " + e + ".", e);
        }
    }

    /// Built beside its final place and moved there when whole, so that a crash leaves no half database.
    private static void create(Path folder, PostgresPrograms programs, String superuserPassword) throws IOException {
        Path half = folder.resolveSibling("postgres.new");
        FileSystemUtils.deleteRecursively(half);
        Path passwordFile = Files.createTempFile(folder.getParent(), "initdb", null);
        try {
            Files.writeString(passwordFile, superuserPassword);
            programs.run(
                    "initdb",
                    List.of(
                            "--pgdata=" + half,
                            "--username=postgres",
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8"));
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(half, folder);
    }

    private static void check(Path folder, Generated generated) throws IOException {
        String version = Files.readString(folder.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR)) {
            throw new CannotStart("The folder " + folder + " was written by PostgreSQL " + version
                    + ", which PostgreSQL " + MAJOR + " cannot open; move the data with pg_dump or pg_upgrade.");
        }
        if (!generated.has("postgres.superuser-password")) {
            throw new CannotStart("The folder " + folder + " holds a database, but the file embedded.properties with "
                    + "its password is missing beside it; put it back.");
        }
    }

    static int freePort(int wished) throws IOException {
        try (var socket = new ServerSocket(wished, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wished == 0) {
                throw e;
            }
            return freePort(0);
        }
    }

    /// Written anew at each start; what an operator changes by `ALTER SYSTEM` is kept elsewhere and wins.
    private static String configuration(int port) {
        return """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 100
                password_encryption = 'scram-sha-256'
                fsync = on
                full_page_writes = on
                synchronous_commit = on
                shared_buffers = '128MB'
                max_wal_size = '2GB'
                jit = off
                TimeZone = 'UTC'
                log_timezone = 'UTC'
                datestyle = 'iso, mdy'
                lc_messages = 'C'
                lc_monetary = 'C'
                lc_numeric = 'C'
                lc_time = 'C'
                default_text_search_config = 'pg_catalog.simple'
                # Errors of statements reach the application; here they would only repeat its data.
                log_min_messages = 'log'
                log_checkpoints = off
                """.formatted(port);
    }

    private void run(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("postgres.log.1"), REPLACE_EXISTING);
        }
        // pg_ctl puts the server into a session of its own: Ctrl-C in the terminal is for Sheaf alone.
        programs.run("pg_ctl", List.of("start", "-D", folder.toString(), "-l", log.toString(), "-w", "-t", "300"));
        try {
            prepare();
            LOG.info("PostgreSQL {} runs on port {} with its data in {}", MAJOR, port, folder);
        } catch (SQLException e) {
            close();
            throw new CannotStart(
                    "The embedded PostgreSQL in " + folder + " refuses its own password or commands: " + e.getMessage()
                            + ".",
                    e);
        }
    }

    private void prepare() throws SQLException {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            // The passwords are hexadecimal, so they need no quoting.
            if (missing(statement, "select from pg_roles where rolname = 'sheaf'")) {
                statement.execute("create role sheaf login password '" + password + "'");
            }
            if (missing(statement, "select from pg_roles where rolname = 'sheaf_app'")) {
                statement.execute("create role sheaf_app login password '" + runtimePassword + "'");
            }
            if (missing(statement, "select from pg_database where datname = 'sheaf'")) {
                statement.execute("create database sheaf owner sheaf");
            }
        }
    }

    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", superuserPassword);
    }

    private static boolean missing(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    String url() {
        return url("sheaf");
    }

    String url(String database) {
        return url(port, database);
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    /// Owns the tables.
    String user() {
        return "sheaf";
    }

    String runtimeUser() {
        return RUNTIME_USER;
    }

    String runtimePassword() {
        return runtimePassword;
    }

    String password() {
        return password;
    }

    /// Ends the server within seconds: open transactions are rolled back.
    @Override
    public void close() {
        try {
            programs.run("pg_ctl", List.of("stop", "-D", folder.toString(), "-m", "fast", "-w", "-t", "60"));
        } catch (CannotStart e) {
            LOG.warn("The embedded PostgreSQL did not stop cleanly: {}", e.getMessage());
        }
    }
}
