package dev.sheaf.report;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.access.UserId;
import dev.sheaf.catalogue.Phrase;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a [Report] from a row of `sheaf.reports`.
final class ReportRow {

    private ReportRow() {}

    static Report read(ResultSet row) throws SQLException {
        Long parent = row.getObject("parent_id", Long.class);
        return new Report(
                new ReportId(row.getLong("id")),
                parent == null ? null : new ReportId(parent),
                row.getString("report_type"),
                new UserId(row.getLong("requested_by")),
                ReportState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("parameters"),
                new RowScope(
                        publishers(row.getArray("scope_publishers")),
                        publishers(row.getArray("scope_deal_publishers"))),
                Standing.valueOf(row.getString("standing").toUpperCase(Locale.ROOT)),
                row.getString("filename"),
                row.getString("object_key"),
                row.getObject("size_bytes", Long.class),
                row.getObject("rows_expected", Long.class),
                row.getObject("rows_written", Long.class),
                row.getObject("total_parts", Integer.class),
                row.getObject("sheet_rows", Long.class),
                row.getInt("parts_ready"),
                row.getInt("plans"),
                row.getInt("retries"),
                row.getBoolean("segments_kept"),
                row.getString("error_message"),
                problem(row.getString("problem")),
                row.getLong("version"),
                Objects.requireNonNull(instant(row, "created_at")),
                Objects.requireNonNull(instant(row, "updated_at")),
                instant(row, "started_at"),
                instant(row, "completed_at"),
                instant(row, "expires_at"));
    }

    private static @Nullable Phrase problem(@Nullable String recorded) {
        return recorded == null ? null : Report.JSON.readValue(recorded, Phrase.class);
    }

    private static Publishers publishers(@Nullable Array array) throws SQLException {
        return array == null ? Publishers.all() : Publishers.only(List.of((Long[]) array.getArray()));
    }

    /// The array that stands for `publishers` in the table: null for all.
    static Long @Nullable [] array(Publishers publishers) {
        return switch (publishers) {
            case Publishers.All _ -> null;
            case Publishers.Only only -> only.ids().toArray(Long[]::new);
        };
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
