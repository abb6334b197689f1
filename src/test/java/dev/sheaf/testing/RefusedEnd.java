package dev.sheaf.testing;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps one person's reports from being completed, until closed: the database refuses, so they fail when all else is
/// done.
public final class RefusedEnd implements AutoCloseable {

    private final JdbcClient owner;

    public RefusedEnd(DataSource owner, long requester) {
        this.owner = JdbcClient.create(owner);
        this.owner.sql("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    raise exception 'refused';
                end $$
                """).update();
        this.owner.sql("""
                create trigger refuse before update of state on sheaf.reports
                for each row when (new.state = 'completed' and new.parent_id is null and new.requested_by = %d)
                execute function refuse()
                """.formatted(requester)).update();
    }

    @Override
    public void close() {
        owner.sql("drop function refuse cascade").update();
    }
}
