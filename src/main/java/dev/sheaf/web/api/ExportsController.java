package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Languages;
import dev.sheaf.catalogue.Violation;
import dev.sheaf.report.DryRun;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.RequestOutcome;
import dev.sheaf.report.RequestReport;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/exports`: list, create, get.
@RestController
@RequestMapping(path = "/api/v1/exports", produces = MediaType.APPLICATION_JSON_VALUE)
class ExportsController {

    private static final String WHEN_SOME_HAVE_ENDED = "5";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int LONGEST_KEY = 255;

    private static final Set<String> BOOLEANS = Set.of("true", "false");

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
    ReportList list(@AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        ListQuery query = ListQuery.of(parameters);
        int limit = query.appliedLimit();
        List<VisibleReport> found =
                reports.visibleTo(caller.reports()).newest(query.filter(catalogue, caller.standing()), limit + 1);
        boolean hasMore = found.size() > limit;
        List<VisibleReport> page = hasMore ? found.subList(0, limit) : found;
        String next = hasMore ? Cursor.after(page.getLast().report().id()) : null;
        return new ReportList(summaries.listed(page), new ReportList.Meta(page.size(), limit, hasMore, next));
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> get(@AuthenticationPrincipal Caller caller, @PathVariable String id, WebRequest request) {
        VisibleReport visible = ReportId.parse(id)
                .flatMap(reports.visibleTo(caller.reports())::find)
                .orElseThrow(ExportsController::missing);
        ReportSummary summary = summaries.of(visible);
        String tag = summaries.tag(visible, summary, caller);
        boolean known = request.checkNotModified(tag);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(tag);
        if (visible.report().inFlight()) {
            answer.header(HttpHeaders.RETRY_AFTER, retryAfter.of(visible.report()));
        }
        return known ? answer.build() : answer.body(Map.of("export", summary));
    }

    static ApiException missing() {
        return new ApiException(ErrorCode.NOT_FOUND, "There is no such report, or it is not yours to see.");
    }

    @PostMapping
    ResponseEntity<Object> create(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "dry_run", defaultValue = "false") String dryRun,
            @RequestHeader(name = IDEMPOTENCY_KEY, required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages,
            HttpServletRequest request) {
        boolean foreseen = dryRun(dryRun);
        ObjectNode body = catalogue.inLanguage(bodies.object(request), Languages.of(languages));
        if (foreseen) {
            return foreseen(requestReport.dryRun(caller, body));
        }
        RequestOutcome outcome = requestReport.request(caller, body, checked(key), Origins.of(request));
        return switch (outcome) {
            case RequestOutcome.Accepted accepted ->
                inFlight(202, accepted.report()).body(Map.of("export", summary(accepted.report())));
            case RequestOutcome.Deduped deduped ->
                ResponseEntity.ok().body(Map.of("export", summary(deduped.twin()), "deduped", true));
            case RequestOutcome.InFlight twin -> inFlight(409, twin.twin()).body(conflict(twin.twin()));
            case RequestOutcome.TooMany(int most) -> tooMany(errors, most);
            case RequestOutcome.Replayed replayed -> replay(caller, replayed.report());
            case RequestOutcome.KeyReused _ ->
                throw new ApiException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key came with another body within the last 24 hours; use a new one.");
            case RequestOutcome.Invalid invalid -> invalid(invalid.violations());
        };
    }

    /// What the parameter `dry_run` says.
    static boolean dryRun(String asked) {
        if (!BOOLEANS.contains(asked)) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "dry_run must be true or false; nothing was asked for or changed.");
        }
        return Boolean.parseBoolean(asked);
    }

    static ResponseEntity<Object> tooMany(Errors errors, int most) {
        return ResponseEntity.status(ErrorCode.TOO_MANY_EXPORTS.status())
                .header(HttpHeaders.RETRY_AFTER, WHEN_SOME_HAVE_ENDED)
                .body(errors.envelope(
                        ErrorCode.TOO_MANY_EXPORTS,
                        "There are %d reports in flight, which is as many as there may be for one user. Wait until one ends."
                                .formatted(most),
                        null));
    }

    private static @Nullable String checked(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "Idempotency-Key must have between 1 and " + LONGEST_KEY + " characters.");
        }
        return key;
    }

    private ResponseEntity<Object> replay(Caller caller, ReportId id) {
        VisibleReport present = reports.visibleTo(caller.reports()).find(id).orElseThrow(ExportsController::missing);
        ResponseEntity.BodyBuilder answer =
                present.report().inFlight() ? inFlight(200, present.report()) : ResponseEntity.ok();
        return answer.header("Idempotent-Replayed", "true").body(Map.of("export", summaries.of(present)));
    }

    private ResponseEntity<Object> foreseen(DryRun dryRun) {
        return switch (dryRun) {
            case DryRun.Invalid invalid -> invalid(invalid.violations());
            case DryRun.Possible possible -> {
                Report twin = possible.twin();
                yield ResponseEntity.ok(DryRunAnswer.of(possible, twin == null ? null : summary(twin)));
            }
        };
    }

    private ResponseEntity<Object> invalid(List<Violation> violations) {
        return ResponseEntity.status(422)
                .body(errors.envelope(
                        ErrorCode.INVALID_REQUEST,
                        "The request cannot be fulfilled as it stands; see details.",
                        violations.stream().map(Detail::of).toList()));
    }

    /// One violation as programs are told of it.
    record Detail(String path, String message) {

        static Detail of(Violation violation) {
            return new Detail(violation.path(), violation.message());
        }
    }

    private ResponseEntity.BodyBuilder inFlight(int status, Report report) {
        return inFlight(retryAfter, status, report);
    }

    static ResponseEntity.BodyBuilder inFlight(RetryAfter retryAfter, int status, Report report) {
        return ResponseEntity.status(status)
                .location(Summaries.statusUrl(report.id()))
                .header(HttpHeaders.RETRY_AFTER, retryAfter.of(report));
    }

    private Map<String, Object> conflict(Report twin) {
        return conflict(errors, twin, summary(twin));
    }

    static Map<String, Object> conflict(Errors errors, Report twin, ReportSummary summary) {
        var body = new LinkedHashMap<String, Object>();
        body.put(
                "error",
                errors.envelope(
                                ErrorCode.EXPORT_IN_FLIGHT,
                                "You have asked for the same already, and it is being built: report " + twin.id() + ".",
                                null)
                        .error());
        body.put("export", summary);
        return body;
    }

    /// The caller's own, asked for under today's scope.
    private ReportSummary summary(Report own) {
        return summaries.of(new VisibleReport(own, true));
    }
}
