package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.RequestOutcome;
import dev.sheaf.report.RequestReport;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/// `/api/v1/exports`: list, create, get.
@RestController
@RequestMapping(path = "/api/v1/exports", produces = MediaType.APPLICATION_JSON_VALUE)
class ExportsController {

    private static final String WHEN_SOME_HAVE_ENDED = "5";

    private final Reports reports;
    private final Catalogue catalogue;
    private final RetryAfter retryAfter;
    private final RequestReport requestReport;
    private final Summaries summaries;
    private final RequestBodies bodies;
    private final Errors errors;

    ExportsController(
            Reports reports,
            Catalogue catalogue,
            RequestReport requestReport,
            Summaries summaries,
            RetryAfter retryAfter,
            RequestBodies bodies,
            Errors errors) {
        this.reports = reports;
        this.catalogue = catalogue;
        this.retryAfter = retryAfter;
        this.requestReport = requestReport;
        this.summaries = summaries;
        this.bodies = bodies;
        this.errors = errors;
    }

    @GetMapping
    ReportList list(@AuthenticationPrincipal Caller caller, ListQuery query) {
        int limit = query.appliedLimit();
        List<VisibleReport> found = reports.visibleTo(caller.reports()).newest(query.filter(catalogue), limit + 1);
        boolean hasMore = found.size() > limit;
        List<VisibleReport> page = hasMore ? found.subList(0, limit) : found;
        String next = hasMore ? Cursor.after(page.getLast().report().id()) : null;
        return new ReportList(summaries.of(page), new ReportList.Meta(page.size(), limit, hasMore, next));
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> get(@AuthenticationPrincipal Caller caller, @PathVariable String id, WebRequest request) {
        VisibleReport visible = ReportId.parse(id)
                .flatMap(reports.visibleTo(caller.reports())::find)
                .orElseThrow(() ->
                        new ApiException(ErrorCode.NOT_FOUND, "There is no such report, or it is not yours to see."));
        ReportSummary summary = summaries.of(visible);
        String tag = summaries.tag(visible, summary, caller);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().eTag(tag);
        if (visible.report().inFlight()) {
            answer.header(HttpHeaders.RETRY_AFTER, retryAfter.of(visible.report()));
        }
        return request.checkNotModified(tag)
                ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build()
                : answer.body(Map.of("export", summary));
    }

    @PostMapping
    ResponseEntity<Object> create(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "dry_run", defaultValue = "false") String dryRun,
            HttpServletRequest request)
            throws IOException {
        if (!dryRun.equals("false")) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "dry_run is not possible here yet; nothing was asked for or changed.");
        }
        RequestOutcome outcome = requestReport.request(caller, bodies.object(request));
        return switch (outcome) {
            case RequestOutcome.Accepted accepted ->
                inFlight(202, accepted.report()).body(Map.of("export", summary(accepted.report())));
            case RequestOutcome.Deduped deduped ->
                ResponseEntity.ok().body(Map.of("export", summary(deduped.twin()), "deduped", true));
            case RequestOutcome.InFlight twin -> inFlight(409, twin.twin()).body(conflict(twin.twin()));
            case RequestOutcome.TooMany many ->
                ResponseEntity.status(ErrorCode.TOO_MANY_EXPORTS.status())
                        .header(HttpHeaders.RETRY_AFTER, WHEN_SOME_HAVE_ENDED)
                        .body(errors.envelope(
                                ErrorCode.TOO_MANY_EXPORTS,
                                "You have %d reports in flight, which is as many as you may. Wait until one ends."
                                        .formatted(many.inFlight()),
                                null));
            case RequestOutcome.Invalid invalid ->
                ResponseEntity.status(422)
                        .body(errors.envelope(
                                ErrorCode.INVALID_REQUEST,
                                "The request cannot be fulfilled as it stands; see details.",
                                invalid.violations()));
        };
    }

    private ResponseEntity.BodyBuilder inFlight(int status, Report report) {
        return ResponseEntity.status(status)
                .location(Summaries.statusUrl(report.id()))
                .header(HttpHeaders.RETRY_AFTER, retryAfter.of(report));
    }

    private Map<String, Object> conflict(Report twin) {
        var body = new LinkedHashMap<String, Object>();
        body.put(
                "error",
                errors.envelope(
                                ErrorCode.EXPORT_IN_FLIGHT,
                                "You have asked for the same already, and it is being built: report " + twin.id() + ".",
                                null)
                        .error());
        body.put("export", summary(twin));
        return body;
    }

    /// The caller's own, asked for under today's scope.
    private ReportSummary summary(Report own) {
        return summaries.of(new VisibleReport(own, true));
    }
}
