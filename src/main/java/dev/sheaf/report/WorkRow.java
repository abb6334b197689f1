package dev.sheaf.report;

import java.sql.ResultSet;
import java.sql.SQLException;

/// Reads [Work] from a row of `sheaf.work` that is held.
final class WorkRow {

    private WorkRow() {}

    static Work read(ResultSet row) throws SQLException {
        return new Work(
                row.getLong("id"),
                new ReportId(row.getLong("report_id")),
                WorkKind.of(row.getString("kind")),
                row.getString("turn"),
                row.getLong("lease"),
                row.getInt("tries"),
                row.getInt("lost"));
    }
}
