package dev.sheaf.report;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Where reports stand in the queue, for those who wait for them.
@Component
public class Waiting {

    private final JdbcClient jdbc;

    Waiting(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The places in the queue, from 1, of those of `reports` that nobody has looked at yet: the order in which
    /// they would be taken if no others came.
    public Map<ReportId, Long> positions(Collection<ReportId> reports) {
        if (reports.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                select report_id, position
                from (select report_id, row_number() over (order by round, taken_at nulls first, id) as position
                      from (select w.report_id, w.id, t.taken_at,
                                   row_number() over (partition by w.turn order by w.id) as round
                            from sheaf.work w left join sheaf.turns t on t.turn = w.turn
                            where w.kind = 'whole' and w.ticket is null) as waiting) as placed
                where report_id = any(:reports)
                """)
                .param("reports", reports.stream().map(ReportId::value).toArray(Long[]::new))
                .query((row, _) -> Map.entry(new ReportId(row.getLong("report_id")), row.getLong("position")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
