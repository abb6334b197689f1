package dev.sheaf.report;

import dev.sheaf.catalogue.Phrase;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// How a report in flight fails, whoever decides it.
@Component
class Endings {

    private final JdbcClient jdbc;
    private final Clock clock;

    Endings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The whole report and its parts have failed, and nobody works on them any more. `problem` says why.
    void fail(ReportId report, Phrase problem) {
        jdbc.sql("""
                update sheaf.reports
                set state = 'failed', error_message = :message, problem = :problem::jsonb, completed_at = :now,
                    updated_at = :now, version = version + 1
                where (id = :id or parent_id = :id) and state in ('pending', 'processing')
                """)
                .param("message", problem.toString())
                .param("problem", JsonMapper.shared().writeValueAsString(problem))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", report.value())
                .update();
        jdbc.sql("""
                delete from sheaf.work
                where report_id in (select id from sheaf.reports where id = :id or parent_id = :id)
                """).param("id", report.value()).update();
    }
}
