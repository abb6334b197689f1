package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
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
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/exports`: list, create, get.
@RestController
@RequestMapping(path = "/api/v1/exports", produces = MediaType.APPLICATION_JSON_VALUE)
class ExportsController {

    private static final int DEFAULT_LIMIT = 25;
    private static final int GREATEST_LIMIT = 100;
    private static final String SOON = "1";

    private final Reports reports;
    private final RequestReport requestReport;
    private final Summaries summaries;
    private final RequestBodies bodies;
    private final Errors errors;

    ExportsController(
            Reports reports, RequestReport requestReport, Summaries summaries, RequestBodies bodies, Errors errors) {
        this.reports = reports;
        this.requestReport = requestReport;
        this.summaries = summaries;
        this.bodies = bodies;
        this.errors = errors;
    }

    @GetMapping
    ReportList list(@AuthenticationPrincipal Caller caller, @RequestParam(required = false) @Nullable String limit) {
        int applied = limit(limit);
        List<ReportSummary> exports = reports.visibleTo(caller.reports()).newest(applied).stream()
                .map(summaries::of)
                .toList();
        return new ReportList(exports, new ReportList.Meta(exports.size(), applied));
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("0*[1-9][0-9]*")) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "limit must be a positive whole number, such as " + DEFAULT_LIMIT + ".");
        }
        return new BigInteger(text).min(BigInteger.valueOf(GREATEST_LIMIT)).intValue();
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        VisibleReport visible = id(id).flatMap(reports.visibleTo(caller.reports())::find)
                .orElseThrow(() ->
                        new ApiException(ErrorCode.NOT_FOUND, "There is no such report, or it is not yours to see."));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (visible.report().inFlight()) {
            answer.header(HttpHeaders.RETRY_AFTER, SOON);
        }
        return answer.body(Map.of("export", summaries.of(visible)));
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
            case RequestOutcome.Invalid invalid ->
                ResponseEntity.status(422)
                        .body(errors.envelope(
                                ErrorCode.INVALID_REQUEST,
                                "The request cannot be fulfilled as it stands; see details.",
                                invalid.violations()));
        };
    }

    private static ResponseEntity.BodyBuilder inFlight(int status, Report report) {
        return ResponseEntity.status(status)
                .location(Summaries.statusUrl(report.id()))
                .header(HttpHeaders.RETRY_AFTER, SOON);
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

    /// `/exports/seven` is as missing as `/exports/7` may be.
    private static Optional<ReportId> id(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(new ReportId(Long.parseLong(text))) : Optional.empty();
    }
}
