package dev.sheaf.testing;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Takes a table of the schema `sheaf` away until closed, so that whatever needs it fails for real.
public final class MissingTable implements AutoCloseable {

    private final JdbcClient jdbc;
    private final String table;

    public MissingTable(DataSource database, String table) {
        Idle.await(database);
        this.jdbc = JdbcClient.create(database);
        this.table = table;
        jdbc.sql("alter table sheaf." + table + " rename to elsewhere").update();
    }

    @Override
    public void close() {
        jdbc.sql("alter table sheaf.elsewhere rename to " + table).update();
    }
}
