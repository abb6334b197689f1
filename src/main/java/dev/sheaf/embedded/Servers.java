package dev.sheaf.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/// The embedded servers on one data folder, shared by all application contexts of this process that name the
/// folder.
///
/// Each context takes a lease and releases it when it closes; the last release stops the servers. A process that
/// ends with leases outstanding stops them after Spring has closed its contexts. Thread safe.
final class Servers {

    private static final Map<Path, Servers> RUNNING = new HashMap<>();
    private static final Runnable AT_EXIT = Servers::stopAll;

    private final Path key;
    private final DataFolder data;
    private int leases;
    private @Nullable PostgresServer postgres;
    private @Nullable ObjectServer objects;

    private Servers(Path key, DataFolder data) {
        this.key = key;
        this.data = data;
    }

    static Servers lease(Path folder) {
        Path key = DataFolder.made(folder);
        synchronized (RUNNING) {
            Servers servers = RUNNING.get(key);
            if (servers == null) {
                if (RUNNING.isEmpty()) {
                    SpringApplication.getShutdownHandlers().add(AT_EXIT);
                }
                servers = new Servers(key, DataFolder.open(key));
                RUNNING.put(key, servers);
            }
            servers.leases++;
            return servers;
        }
    }

    /// Whether this very process runs servers on `key`, the folder's true path.
    static boolean holdHere(Path key) {
        synchronized (RUNNING) {
            return RUNNING.containsKey(key);
        }
    }

    /// @param programs where PostgreSQL's programs are unpacked; null for the data folder's `bin`
    synchronized PostgresServer postgres(@Nullable Path programs) {
        if (postgres == null) {
            Path folder = programs == null ? data.subfolder("bin") : programs.toAbsolutePath();
            postgres = PostgresServer.start(data, PostgresPrograms.unpackedIn(folder));
        }
        return postgres;
    }

    /// The address and port of the first call count.
    synchronized ObjectServer objects(String address, int port) {
        if (objects == null) {
            objects = ObjectServer.start(data, address, port);
        }
        return objects;
    }

    void release() {
        synchronized (RUNNING) {
            leases--;
            if (leases == 0 && RUNNING.remove(key, this)) {
                stop();
            }
        }
    }

    private static void stopAll() {
        synchronized (RUNNING) {
            List.copyOf(RUNNING.values()).forEach(Servers::stop);
            RUNNING.clear();
        }
    }

    private synchronized void stop() {
        try (data;
                var _ = postgres;
                var _ = objects) {
            postgres = null;
            objects = null;
        }
    }
}
