package dev.sheaf.report;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The charts of finished files. They stand beside the manifest and go with it.
@Component
public class Charts {

    private static final TypeReference<List<Chart>> STORED = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Charts(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void store(ReportId report, List<Chart> charts) {
        jdbc.sql("update sheaf.manifests set charts = :charts::jsonb where report_id = :id")
                .param("charts", json.writeValueAsString(charts))
                .param("id", report.value())
                .update();
    }

    /// In the order of the file's sheets. They hold values out of the rows: none if the viewer may no longer see those.
    public List<Chart> of(VisibleReport visible) {
        return visible.withinScope()
                ? jdbc.sql("select charts from sheaf.manifests where report_id = :id")
                        .param("id", visible.report().id().value())
                        .query(String.class)
                        .optional()
                        .map(stored -> json.readValue(stored, STORED))
                        .orElse(List.of())
                : List.of();
    }
}
