package dev.sheaf.report;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sheaf.access.Publishers;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Completed reports as they were last read, since they are listed over and over and hardly change. Each statement
/// still says which reports there are, who may see them, and whether they have changed. Thread safe.
///
/// A row has not changed if the same transaction wrote it, at the same time: a database that was put back to an earlier
/// day numbers reports and transactions once more.
final class KeptReports {

    /// Of the heap, kept reports never take more than one of so many shares.
    private static final int SHARES = 64;

    /// What a report takes besides its parameters and its scope.
    private static final int FIXED = 2_048;

    private static final int PUBLISHER = 32;

    private final Cache<ReportId, Kept> kept = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / SHARES)
            .weigher((ReportId _, Kept one) -> weight(one.report()))
            .executor(Runnable::run)
            .build();

    private record Kept(Report report, long writtenBy) {}

    /// The very object that was read before, if the row has not changed since.
    Report read(ResultSet row) throws SQLException {
        var id = new ReportId(row.getLong("id"));
        long writtenBy = row.getLong("written_by");
        Kept before = kept.getIfPresent(id);
        if (before != null
                && before.writtenBy() == writtenBy
                && before.report().updatedAt().equals(ReportRow.instant(row, "updated_at"))) {
            return before.report();
        }
        Report report = ReportRow.read(row);
        if (report.state() == ReportState.COMPLETED) {
            kept.put(id, new Kept(report, writtenBy));
        }
        return report;
    }

    private static int weight(Report report) {
        return FIXED
                + report.parametersJson().length()
                + PUBLISHER
                        * (count(report.scope().rows()) + count(report.scope().deals()));
    }

    private static int count(Publishers publishers) {
        return publishers instanceof Publishers.Only only ? only.ids().size() : 0;
    }
}
