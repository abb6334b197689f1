package dev.sheaf.report;

import dev.sheaf.access.ReportScope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All reports. There is no way to one of them but through a scope.
@Component
public class Reports {

    private final JdbcClient jdbc;
    private final KeptReports kept = new KeptReports();

    Reports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public VisibleReports visibleTo(ReportScope scope) {
        return new VisibleReports(jdbc, scope, kept);
    }
}
