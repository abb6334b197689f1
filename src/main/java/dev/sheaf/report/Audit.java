package dev.sheaf.report;

import dev.sheaf.access.Caller;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Together<Links> links = new Together<>(this::write);

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
    /// Answers that go out at one time are recorded together. None waits for the database's disk: should that
    /// machine lose its power, the last half second may be missing. Polling callers would else pay a disk write for
    /// each answer.
    public void links(Caller caller, Collection<ReportId> reports, Origin origin) {
        links.write(new Links(caller, List.copyOf(reports), origin));
    }

    private void write(List<Links> answers) {
        jdbc.sql("""
                with unhurried as (select set_config('synchronous_commit', 'off', true))
                insert into sheaf.audit (at, user_id, action, report_ids, address, request_id)
                select :now, answer.user_id, 'downloaded', answer.report_ids::bigint[], answer.address, answer.request_id
                from unhurried,
                     unnest(:users, :reports, :addresses, :requests) as answer (user_id, report_ids, address, request_id)
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param(
                        "users",
                        each(answers, answer -> answer.caller.id().value()).toArray(Long[]::new))
                .param("reports", each(answers, Links::ids).toArray(String[]::new))
                .param(
                        "addresses",
                        each(answers, answer -> answer.origin.address()).toArray(String[]::new))
                .param(
                        "requests",
                        each(answers, answer -> answer.origin.requestId()).toArray(String[]::new))
                .update();
    }

    private static <T> Stream<T> each(List<Links> answers, Function<Links, T> value) {
        return answers.stream().map(value);
    }

    /// What one answer gives.
    private record Links(Caller caller, List<ReportId> reports, Origin origin) {

        /// As PostgreSQL reads an array. Arrays of one array would all need the same length.
        String ids() {
            return reports.stream().map(id -> Long.toString(id.value())).collect(Collectors.joining(",", "{", "}"));
        }
    }
}
