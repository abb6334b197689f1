package dev.sheaf.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// A PostgreSQL and a hot standby that streams from it and waits for nobody who reads what the primary takes away.
public final class ReplicatedServers implements AutoCloseable {

    private final PostgresServer primary;
    private final PostgresPrograms programs;
    private final DataFolder data;
    private final Path standby;
    private final int port;

    private ReplicatedServers(
            PostgresServer primary, PostgresPrograms programs, DataFolder data, Path standby, int port) {
        this.primary = primary;
        this.programs = programs;
        this.data = data;
        this.standby = standby;
        this.port = port;
    }

    /// `sql` makes what both hold. The standby begins as a copy of the folder of the primary at rest.
    public static ReplicatedServers start(Path folder, String sql)
            throws IOException, SQLException, InterruptedException {
        DataFolder data = DataFolder.open(DataFolder.made(folder));
        PostgresPrograms programs = PostgresPrograms.unpackedIn(TestServers.PROGRAMS.toAbsolutePath());
        Path standby = data.path().resolve("standby");
        try (PostgresServer first = PostgresServer.start(data, programs);
                Connection connection = first.superuser("sheaf");
                var statement = connection.createStatement()) {
            statement.execute("create role streamer login replication password 'streams'");
            statement.execute("set role sheaf; create schema own; set search_path to own; " + sql);
        }
        int status = new ProcessBuilder(
                        "cp", "-a", data.path().resolve("postgres").toString(), standby.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("cp ended with " + status);
        }
        PostgresServer primary = PostgresServer.start(data, programs);
        int port = PostgresServer.freePort(0);
        String primaryUrl = primary.url();
        String primaryPort = primaryUrl.replaceAll(".*:([0-9]+)/.*", "$1");
        Files.writeString(
                standby.resolve("postgresql.conf"), """

                port = %d
                hot_standby = on
                max_standby_streaming_delay = 0
                primary_conninfo = 'host=127.0.0.1 port=%s user=streamer password=streams sslmode=disable'
                """.formatted(port, primaryPort), StandardOpenOption.APPEND);
        Files.createFile(standby.resolve("standby.signal"));
        programs.run(
                "pg_ctl",
                List.of(
                        "start",
                        "-D",
                        standby.toString(),
                        "-l",
                        data.path().resolve("standby.log").toString(),
                        "-w",
                        "-t",
                        "60"));
        return new ReplicatedServers(primary, programs, data, standby, port);
    }

    public TestServers.Database standby() {
        return new TestServers.Database(PostgresServer.url(port, "sheaf"), primary.user(), primary.password());
    }

    public Connection primary() throws SQLException {
        return DriverManager.getConnection(primary.url(), primary.user(), primary.password());
    }

    @Override
    public void close() {
        programs.run("pg_ctl", List.of("stop", "-D", standby.toString(), "-m", "fast", "-w", "-t", "60"));
        primary.close();
        data.close();
    }
}
