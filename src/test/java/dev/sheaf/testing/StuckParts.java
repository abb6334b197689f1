package dev.sheaf.testing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps the statement that reads the part with the oldest click from going on, until closed. The other parts are
/// read, as are the first rows, by which a report is planned.
public final class StuckParts implements AutoCloseable {

    private static final int LOCK = 4711;

    private final JdbcClient owner;
    private final Connection holder;

    public StuckParts(DataSource owner) {
        Idle.await(owner);
        this.owner = JdbcClient.create(owner);
        try {
            holder = owner.getConnection();
            try (var statement = holder.createStatement()) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long oldest = this.owner
                .sql("select id from affiliate.clicks order by clicked_at limit 1")
                .query(Long.class)
                .single();
        this.owner.sql("""
                create function affiliate.stick() returns boolean language plpgsql as $$
                begin
                    if current_setting('application_name') = 'sheaf rows'
                            and current_query() ilike 'copy%%' and current_query() not ilike '%%limit%%' then
                        perform pg_advisory_xact_lock_shared(%d);
                    end if;
                    return true;
                end $$
                """.formatted(LOCK)).update();
        this.owner
                .sql("create policy stick on affiliate.clicks using (id <> %d or affiliate.stick())".formatted(oldest))
                .update();
        this.owner.sql("alter table affiliate.clicks enable row level security").update();
    }

    /// How many statements stick.
    public static long stuck(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and objid = ? and not granted")
                .param(LOCK)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        try (holder) {
            holder.createStatement().execute("select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        owner.sql("alter table affiliate.clicks disable row level security").update();
        owner.sql("drop function affiliate.stick cascade").update();
    }
}
