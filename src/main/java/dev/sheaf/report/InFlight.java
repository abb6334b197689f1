package dev.sheaf.report;

import dev.sheaf.access.UserId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// How many reports somebody has in flight, and how many they may have.
@Component
class InFlight {

    private final JdbcClient jdbc;
    private final ReportSettings settings;

    InFlight(JdbcClient jdbc, ReportSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /// Keeps all others out who count or add reports of `user`, until the present transaction ends. Comes before any
    /// lock on a report.
    @Transactional(propagation = Propagation.MANDATORY)
    void oneAtATime(UserId user) {
        jdbc.sql("select id from sheaf.users where id = :user for no key update")
                .param("user", user.value())
                .query(Long.class)
                .single();
    }

    /// True if `user` has as many in flight as may be.
    boolean full(UserId user) {
        return jdbc.sql("""
                        select count(*) from sheaf.reports
                        where requested_by = :user and parent_id is null and state in ('pending', 'processing')
                        """).param("user", user.value()).query(Integer.class).single() >= most();
    }

    int most() {
        return settings.inFlight();
    }
}
