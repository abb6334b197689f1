package dev.sheaf.access;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The record of what was changed at the console. It is only ever added to.
@Component
public class AdministrationAudit {

    private final JdbcClient jdbc;
    private final Clock clock;

    AdministrationAudit(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Belongs into the transaction of the change. `outcome` is JSON and must hold no secret.
    public void add(String by, String command, String outcome) {
        jdbc.sql("""
                insert into sheaf.administration (at, by, command, outcome) values (:at, :by, :command, :outcome::jsonb)
                """)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("command", command)
                .param("outcome", outcome)
                .update();
    }
}
