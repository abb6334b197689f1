package dev.sheaf.report;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sheaf.access.Publishers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reports as they were last read, since they are listed over and over and hardly change. Each statement still says
/// which reports there are, who may see them, and whether they have changed. Thread safe.
///
/// A row has not changed if it has the same version, by the same transaction, of the same time: a database that was put
/// back to an earlier day numbers all of them once more.
final class KeptReports {

    /// The columns of a report `r` that tell whether it has changed.
    static final String VERSION = "r.id, r.version, r.xmin, r.updated_at";

    /// Those that it is read from.
    static final String WHOLE = "r.*, r.xmin";

    /// Of the heap, kept reports never take more than one of so many shares.
    private static final int SHARES = 64;

    /// What a report takes besides its parameters, its scope, and why it failed, which is there twice.
    private static final int FIXED = 2_048;

    private static final int PUBLISHER = 32;

    private final Cache<ReportId, Kept> kept = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / SHARES)
            .weigher((ReportId _, Kept one) -> weight(one.report()))
            .executor(Runnable::run)
            .build();

    private record Kept(Report report, long writtenBy) {}

    /// The very object that was read before, if the row has not changed since.
    @Nullable
    Report find(ResultSet row) throws SQLException {
        Kept before = kept.getIfPresent(new ReportId(row.getLong("id")));
        return before != null
                        && before.report().version() == row.getLong("version")
                        && before.writtenBy() == row.getLong("xmin")
                        && before.report().updatedAt().equals(ReportRow.instant(row, "updated_at"))
                ? before.report()
                : null;
    }

    /// As [#find], or read from the whole row.
    Report read(ResultSet row) throws SQLException {
        Report before = find(row);
        if (before != null) {
            return before;
        }
        Report report = ReportRow.read(row);
        kept.put(report.id(), new Kept(report, row.getLong("xmin")));
        return report;
    }

    private static int weight(Report report) {
        return FIXED
                + report.parametersJson().length()
                + 2 * Objects.requireNonNullElse(report.errorMessage(), "").length()
                + PUBLISHER
                        * (count(report.scope().rows()) + count(report.scope().deals()));
    }

    private static int count(Publishers publishers) {
        return publishers instanceof Publishers.Only only ? only.ids().size() : 0;
    }
}
