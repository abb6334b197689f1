package dev.sheaf.web.ui;

import dev.sheaf.catalogue.Phrase;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportState;
import dev.sheaf.report.VisibleReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A report as the pages show it. `about` tells it from others of its type. `who` asked for it, null where that is the
/// reader; `place` is that in the queue, from 1, null where nobody waits any longer. `within` tells whether its rows
/// are still the reader's to see. Figures are told in the way of `locale`.
public record ReportView(
        Report report,
        String typeLabel,
        String icon,
        String about,
        boolean excel,
        String stage,
        boolean within,
        boolean downloadable,
        @Nullable String who,
        @Nullable Long place,
        Locale locale) {

    static ReportView of(
            VisibleReport visible,
            Optional<ReportType> type,
            String about,
            @Nullable String who,
            @Nullable Long place,
            Instant now,
            Locale locale) {
        Report report = visible.report();
        boolean there = report.hasFile(now);
        return new ReportView(
                report,
                type.map(ReportType::displayName).orElse(report.type()),
                type.map(known -> known.icon().name()).orElse(""),
                about,
                report.filename() == null || report.filename().endsWith(".xlsx"),
                stage(report, there, visible.withinScope()),
                visible.withinScope(),
                there && visible.withinScope(),
                who,
                place,
                locale);
    }

    /// The state, and of a completed one what became of its file.
    private static String stage(Report report, boolean there, boolean within) {
        if (report.state() != ReportState.COMPLETED) {
            return report.state().name().toLowerCase(Locale.ROOT);
        }
        return !there ? "expired" : within ? "completed" : "withheld";
    }

    public long id() {
        return report.id().value();
    }

    public boolean live() {
        return report.inFlight();
    }

    /// Why it failed, in the reader's language where that was recorded.
    public @Nullable String why() {
        Phrase problem = report.problem();
        return problem == null ? report.errorMessage() : problem.in(locale);
    }

    public int percent() {
        Integer parts = report.totalParts();
        return parts == null ? 0 : 100 * report.partsReady() / parts;
    }

    /// Rows a second, of what has been written.
    public @Nullable Long speed() {
        Instant from = report.startedAt();
        Instant to = report.completedAt();
        Long rows = report.rowsWritten();
        return from == null || to == null || rows == null
                ? null
                : 1000 * rows / Math.max(1, Duration.between(from, to).toMillis());
    }

    public boolean chunked() {
        return report.totalParts() != null;
    }

    public String size() {
        return size(Objects.requireNonNullElse(report.sizeBytes(), 0L), locale);
    }

    static String size(long bytes, Locale locale) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(locale, "%.0f kB", bytes / 1e3)
                : String.format(locale, "%.1f MB", bytes / 1e6);
    }

    /// What still can be expected when parts go on to be ready as fast as until now.
    public @Nullable String left(Instant now) {
        Integer parts = report.totalParts();
        Instant started = report.startedAt();
        if (parts == null || started == null || report.partsReady() == 0) {
            return null;
        }
        long millis = Duration.between(started, now).toMillis() / report.partsReady() * (parts - report.partsReady());
        return millis < 60_000 ? Math.max(1, millis / 1000) + " s" : (millis / 60_000 + 1) + " min";
    }
}
