package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.report.CancelOutcome;
import dev.sheaf.report.CancelReport;
import dev.sheaf.report.Manifests;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.RetryOutcome;
import dev.sheaf.report.RetryReport;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.Errors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.util.RawValue;

/// `/api/v1/exports/{id}`: cancel or erase, retry, and the manifest.
@RestController
@RequestMapping(path = "/api/v1/exports/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class LifeCycleController {

    private final Reports reports;
    private final CancelReport cancelReport;
    private final RetryReport retryReport;
    private final Manifests manifests;
    private final Summaries summaries;
    private final RetryAfter retryAfter;
    private final Errors errors;

    LifeCycleController(
            Reports reports,
            CancelReport cancelReport,
            RetryReport retryReport,
            Manifests manifests,
            Summaries summaries,
            RetryAfter retryAfter,
            Errors errors) {
        this.reports = reports;
        this.cancelReport = cancelReport;
        this.retryReport = retryReport;
        this.manifests = manifests;
        this.summaries = summaries;
        this.retryAfter = retryAfter;
        this.errors = errors;
    }

    @DeleteMapping
    ResponseEntity<Void> cancel(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(name = "dry_run", defaultValue = "false") String dryRun,
            HttpServletRequest request) {
        refuseDryRun(dryRun);
        return switch (cancelReport.cancel(caller, known(id), Origins.of(request))) {
            case CancelOutcome.Gone _ -> ResponseEntity.noContent().build();
            case CancelOutcome.Missing _ -> throw ExportsController.missing();
            case CancelOutcome.Part(ReportId parent) -> throw part(parent, "ends");
        };
    }

    @PostMapping("/retry")
    ResponseEntity<Object> retry(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(name = "dry_run", defaultValue = "false") String dryRun,
            HttpServletRequest request) {
        refuseDryRun(dryRun);
        return switch (retryReport.retry(caller, known(id), Origins.of(request))) {
            case RetryOutcome.Accepted(Report report) ->
                ExportsController.inFlight(retryAfter, 202, report).body(Map.of("export", summary(report)));
            case RetryOutcome.Missing _ -> throw ExportsController.missing();
            case RetryOutcome.Part(ReportId parent) -> throw part(parent, "is built");
            case RetryOutcome.NotFailed(Report report) ->
                throw new ApiException(
                        ErrorCode.EXPORT_NOT_FAILED,
                        "Only a failed report can be tried again; report " + report.id() + " is "
                                + report.state().name().toLowerCase(Locale.ROOT) + ".");
            case RetryOutcome.InFlight(Report twin) ->
                ExportsController.inFlight(retryAfter, 409, twin)
                        .body(ExportsController.conflict(errors, twin, summary(twin)));
            case RetryOutcome.TooMany(int most) -> ExportsController.tooMany(errors, most);
            case RetryOutcome.Withheld _ ->
                throw new ApiException(
                        ErrorCode.EXPORT_WITHHELD,
                        "This report holds rows that you may no longer see. Ask for a new one.");
        };
    }

    @GetMapping("/manifest")
    Map<String, RawValue> manifest(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        VisibleReport visible =
                reports.visibleTo(caller.reports()).find(known(id)).orElseThrow(ExportsController::missing);
        return Map.of(
                "manifest",
                new RawValue(manifests
                        .of(visible)
                        .orElseThrow(() -> new ApiException(
                                ErrorCode.NOT_FOUND,
                                "There is a manifest once a report is completed, until it is erased, for those who"
                                        + " may have its file; parts have none."))));
    }

    /// What somebody only wants to try must not happen.
    private static void refuseDryRun(String asked) {
        if (ExportsController.dryRun(asked)) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "This cannot be tried out: leave dry_run out, or send false. Nothing was changed.");
        }
    }

    private static ReportId known(String id) {
        return ReportId.parse(id).orElseThrow(ExportsController::missing);
    }

    private static ApiException part(ReportId parent, String what) {
        return new ApiException(
                ErrorCode.EXPORT_IS_PART,
                "This is a part of report " + parent + " and " + what + " with that only; use its id.");
    }

    /// Whoever may retry may see it.
    private ReportSummary summary(Report report) {
        return summaries.of(new VisibleReport(report, true));
    }
}
