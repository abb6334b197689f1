package dev.sheaf.report;

import dev.sheaf.access.Caller;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The record of who did what, to which only ever is added: the role that Sheaf runs as may do nothing else there.
@Component
public class Audit {

    public enum Action {
        REQUESTED,
        CANCELLED,
        ERASED,
        RETRIED
    }

    private final JdbcClient jdbc;
    private final Clock clock;

    Audit(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Part of the present transaction, if there is one.
    public void note(Caller caller, Action action, Collection<ReportId> reports, Origin origin) {
        jdbc.sql("""
                insert into sheaf.audit (at, user_id, action, report_ids, address, request_id)
                values (:now, :user, :action, :reports, :address, :request)
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("user", caller.id().value())
                .param("action", action.name().toLowerCase(Locale.ROOT))
                .param("reports", reports.stream().map(ReportId::value).toArray(Long[]::new))
                .param("address", origin.address())
                .param("request", origin.requestId())
                .update();
    }

    /// An answer that is about to go out gives links to the files of these reports.
    ///
    /// It does not wait for the database's disk: should that machine lose its power, the last half second may be
    /// missing. Polling callers would else pay a disk write for each answer.
    public void links(Caller caller, Collection<ReportId> reports, Origin origin) {
        jdbc.sql("""
                with unhurried as (select set_config('synchronous_commit', 'off', true))
                insert into sheaf.audit (at, user_id, action, report_ids, address, request_id)
                select :now, :user, 'downloaded', :reports, :address, :request from unhurried
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("user", caller.id().value())
                .param("reports", reports.stream().map(ReportId::value).toArray(Long[]::new))
                .param("address", origin.address())
                .param("request", origin.requestId())
                .update();
    }
}
