package dev.sheaf.report;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Tells on this node that a report has changed, on whichever node it did.
///
/// One connection outside the pool listens to the database. It says only *that* something changed: whoever is woken
/// looks for themselves, under their own scope. After a lost connection everybody is woken, since a change may have
/// been missed. Thread safe.
@Component
public class Changes implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final Duration LISTEN = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final JdbcConnectionDetails database;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread listener;
    private volatile @Nullable Connection connection;

    Changes(JdbcConnectionDetails database) {
        this.database = database;
    }

    /// Watches one report (for a part: give its parent's id). The caller closes it.
    public Watch watch(ReportId report) {
        return add(new Watch(report));
    }

    /// Watches all reports. The caller closes it.
    public Watch watchAll() {
        return add(new Watch(null));
    }

    private Watch add(Watch watch) {
        watches.add(watch);
        return watch;
    }

    /// Wakes its one user at changes. Those since the last [#await] count, so none is missed in between.
    public final class Watch implements AutoCloseable {

        private final @Nullable ReportId only;
        private final Semaphore changes = new Semaphore(0);

        private Watch(@Nullable ReportId only) {
            this.only = only;
        }

        /// Waits for a change, at most for `time`; false if there was none. Returns at once when the node stops.
        public boolean await(Duration time) throws InterruptedException {
            if (!isRunning() || !changes.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            changes.drainPermits();
            return true;
        }

        @Override
        public void close() {
            watches.remove(this);
        }

        private void tell(@Nullable String report) {
            if (only == null || report == null || only.toString().equals(report)) {
                changes.release();
            }
        }
    }

    private void tell(@Nullable String report) {
        watches.forEach(watch -> watch.tell(report));
    }

    @Override
    public void start() {
        Thread thread = Thread.ofPlatform().name("changes").daemon().unstarted(this::run);
        listener = thread;
        thread.start();
    }

    private void run() {
        while (isRunning()) {
            try (Connection opened = open();
                    Statement statement = opened.createStatement()) {
                connection = opened;
                statement.execute("listen sheaf_reports");
                tell(null);
                listen(opened);
            } catch (SQLException e) {
                if (isRunning()) {
                    LOG.warn("Changes of reports cannot be heard; trying again in {} s", RETRY.toSeconds(), e);
                    pause();
                }
            }
        }
    }

    private void listen(Connection opened) throws SQLException {
        PGConnection postgres = opened.unwrap(PGConnection.class);
        while (isRunning()) {
            PGNotification[] heard = postgres.getNotifications((int) LISTEN.toMillis());
            for (PGNotification one : heard) {
                tell(one.getParameter());
            }
            if (heard.length == 0 && !opened.isValid((int) LISTEN.toSeconds())) {
                throw new SQLException("The connection that listens is dead");
            }
        }
    }

    private Connection open() throws SQLException {
        var properties = new Properties();
        set(properties, "user", database.getUsername());
        set(properties, "password", database.getPassword());
        properties.setProperty("ApplicationName", "sheaf changes");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }

    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        listener = null;
        tell(null);
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection that listened was gone already", e);
            }
        }
    }

    /// False from the moment the node is told to stop: nobody should wait any longer.
    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
