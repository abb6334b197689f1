package dev.sheaf.web.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sheaf.access.Caller;
import dev.sheaf.access.KeyScope;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.ReportState;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.report.Waiting;
import dev.sheaf.storage.Bucket;
import dev.sheaf.storage.Link;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/// Makes summaries. Each minted link is good for this viewer at this moment: access was looked up for this
/// response.
@Component
public class Summaries {

    private static final String NO_LONGER_WITHIN =
            "This report holds rows that you may no longer see, so its file is withheld. Ask for it again.";

    private static final int LINKS_IN_A_LIFETIME = 2;

    /// Of the heap, texts never take more than one of so many shares.
    private static final int SHARES = 64;

    /// What a text takes besides its characters, each of which is there twice: as such, and as it is sent.
    private static final int FIXED = 256;

    private static final int COPIES = 2;

    private final Catalogue catalogue;
    private final Waiting waiting;
    private final Bucket bucket;
    private final MintedLinks minted;
    private final JsonMapper json;
    private final Clock clock;

    /// By the very object, since a report is kept as one object for as long as it does not change.
    private final Cache<Report, LinkedSummary.Text> texts = Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(Runtime.getRuntime().maxMemory() / SHARES)
            .weigher((Report _, LinkedSummary.Text text) -> FIXED + COPIES * text.length())
            .executor(Runnable::run)
            .build();

    Summaries(Catalogue catalogue, Waiting waiting, Bucket bucket, MintedLinks minted, JsonMapper json, Clock clock) {
        this.catalogue = catalogue;
        this.waiting = waiting;
        this.bucket = bucket;
        this.minted = minted;
        this.json = json;
        this.clock = clock;
    }

    ReportSummary of(VisibleReport visible) {
        Long position = positions(List.of(visible)).get(visible.report().id());
        Link link = mayRead() ? link(visible) : null;
        if (link != null) {
            minted.add(List.of(visible.report().id()));
        }
        return of(visible, position, base(), link);
    }

    List<Exported> listed(List<VisibleReport> visible) {
        Map<ReportId, Long> positions = positions(visible);
        String base = base();
        boolean links = mayRead();
        var linked = new ArrayList<ReportId>(visible.size());
        var listed = new ArrayList<Exported>(visible.size());
        for (VisibleReport one : visible) {
            ReportId id = one.report().id();
            Link link = links ? link(one) : null;
            if (link == null) {
                listed.add(of(one, positions.get(id), base, null));
            } else {
                linked.add(id);
                listed.add(new LinkedSummary(id, text(one, base), link));
            }
        }
        minted.add(linked);
        return listed;
    }

    private LinkedSummary.Text text(VisibleReport visible, String base) {
        LinkedSummary.Text kept = texts.getIfPresent(visible.report());
        if (kept != null && kept.base().equals(base)) {
            return kept;
        }
        LinkedSummary.Text text = LinkedSummary.Text.of(base, of(visible, null, base, null), json);
        texts.put(visible.report(), text);
        return text;
    }

    private Map<ReportId, Long> positions(List<VisibleReport> visible) {
        return waiting.positions(visible.stream()
                .map(VisibleReport::report)
                .filter(report -> report.state() == ReportState.PENDING && report.parent() == null)
                .map(Report::id)
                .toList());
    }

    private ReportSummary of(VisibleReport visible, @Nullable Long queuePosition, String base, @Nullable Link link) {
        Report report = visible.report();
        boolean isPart = report.parent() != null;
        boolean chunked = report.totalParts() != null;
        return new ReportSummary(
                report.id().value(),
                report.type(),
                displayName(report),
                report.state().name().toLowerCase(Locale.ROOT),
                statusDisplay(report),
                queuePosition,
                report.parametersJson(),
                isPart ? null : report.filename(),
                link == null ? null : link.url(),
                link == null ? null : link.expiresInSeconds(),
                errorMessage(visible),
                chunked ? new Progress(report.partsReady(), Objects.requireNonNull(report.totalParts())) : null,
                isPart ? Objects.requireNonNull(report.parent()).value() : null,
                chunked,
                report.createdAt(),
                report.updatedAt(),
                report.startedAt(),
                report.completedAt(),
                base + report.id().value(),
                report.rowsExpected(),
                report.rowsWritten(),
                report.sizeBytes(),
                report.expiresAt());
    }

    /// In the language of the file.
    private String displayName(Report report) {
        String language = report.language();
        return catalogue
                .types()
                .find(report.type())
                .map(type -> language.isEmpty() ? type : type.in(Locale.forLanguageTag(language)))
                .map(ReportType::displayName)
                .orElse(report.type());
    }

    /// Changes with the report, its place in the queue, the viewer, and twice in the lifetime of a link: who still
    /// has what was answered with the same tag has a link that works.
    String tag(VisibleReport visible, ReportSummary summary, Caller viewer) {
        Long lifetime = summary.downloadExpiresInSeconds();
        long epoch =
                lifetime == null ? 0 : clock.instant().getEpochSecond() / Math.max(1, lifetime / LINKS_IN_A_LIFETIME);
        return "W/\"%d.%d.%d.%b.%d.%d\""
                .formatted(
                        summary.id(),
                        visible.report().version(),
                        viewer.id().value(),
                        visible.withinScope(),
                        epoch,
                        Objects.requireNonNullElse(summary.queuePosition(), 0L));
    }

    static URI statusUrl(ReportId id) {
        return URI.create(base() + id.value());
    }

    /// Where reports stand, as the caller of the present request sees it.
    private static String base() {
        HttpServletRequest request =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        StringBuffer url = request.getRequestURL();
        url.setLength(url.length() - request.getRequestURI().length());
        return url.append(request.getContextPath()).append("/api/v1/exports/").toString();
    }

    /// Null while there is no file, and for a viewer who may not have it.
    public @Nullable Link link(VisibleReport visible) {
        Report report = visible.report();
        Instant now = clock.instant();
        if (!visible.withinScope() || !report.hasFile(now)) {
            return null;
        }
        return bucket.link(
                        Objects.requireNonNull(report.objectKey()),
                        Objects.requireNonNull(report.filename()),
                        mediaType(report),
                        Duration.between(now, Objects.requireNonNull(report.expiresAt())))
                .orElse(null);
    }

    /// False for a key that is for asking alone.
    private static boolean mayRead() {
        Authentication viewer = SecurityContextHolder.getContext().getAuthentication();
        return viewer != null
                && viewer.getAuthorities().stream()
                        .anyMatch(scope -> KeyScope.EXPORTS_READ.text().equals(scope.getAuthority()));
    }

    /// From the name, since the type may have left the catalogue since.
    private static String mediaType(Report report) {
        String filename = Objects.requireNonNull(report.filename());
        String extension = filename.substring(filename.lastIndexOf('.') + 1);
        return switch (extension) {
            case "csv" -> "text/csv; charset=utf-8";
            case "gz" -> "application/gzip";
            default -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        };
    }

    private static String statusDisplay(Report report) {
        return switch (report.state()) {
            case PENDING -> "Pending";
            case PROCESSING ->
                report.totalParts() == null
                        ? "Processing"
                        : "Processing (%d of %d parts)".formatted(report.partsReady(), report.totalParts());
            case COMPLETED -> "Completed";
            case FAILED -> "Failed";
        };
    }

    private static @Nullable String errorMessage(VisibleReport visible) {
        Report report = visible.report();
        return report.state() == ReportState.COMPLETED && !visible.withinScope()
                ? NO_LONGER_WITHIN
                : report.errorMessage();
    }
}
