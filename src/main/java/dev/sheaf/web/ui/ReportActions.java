package dev.sheaf.web.ui;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.CancelOutcome;
import dev.sheaf.report.CancelReport;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.RequestOutcome;
import dev.sheaf.report.RequestReport;
import dev.sheaf.report.RetryOutcome;
import dev.sheaf.report.RetryReport;
import dev.sheaf.web.api.Origins;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

/// The buttons of a report: run again, cancel or erase, retry. Each leads back to a page, with a notice where
/// something else happened than was asked for.
@Controller
@RequestMapping("/reports")
class ReportActions {

    private final Catalogue catalogue;
    private final Reports reports;
    private final RequestReport requestReport;
    private final CancelReport cancelReport;
    private final RetryReport retryReport;

    ReportActions(
            Catalogue catalogue,
            Reports reports,
            RequestReport requestReport,
            CancelReport cancelReport,
            RetryReport retryReport) {
        this.catalogue = catalogue;
        this.reports = reports;
        this.requestReport = requestReport;
        this.cancelReport = cancelReport;
        this.retryReport = retryReport;
    }

    /// Asks the same anew, by the parameters that were recorded. Whoever may not set all of them is refused.
    @PostMapping("/{id:[0-9]+}/again")
    String again(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            HttpServletRequest request,
            RedirectAttributes flash) {
        Report report = ReportsController.find(reports, caller, id).report();
        ObjectNode body = catalogue
                .types()
                .find(report.type())
                .map(type -> type.withoutHiddenFallbacks(report.parameters(), caller.standing()))
                .orElseGet(report::parameters);
        body.put("report_type", report.type());
        body.put("fresh", true);
        return switch (requestReport.request(caller, body, null, Origins.of(request))) {
            case RequestOutcome.Accepted accepted -> to(accepted.report());
            case RequestOutcome.Deduped deduped -> to(deduped.twin());
            case RequestOutcome.InFlight live -> {
                flash.addFlashAttribute("notice", "again.in_flight");
                yield to(live.twin());
            }
            case RequestOutcome.TooMany _ -> {
                flash.addFlashAttribute("notice", "form.too_many");
                yield "redirect:/reports/" + id;
            }
            case RequestOutcome.Replayed _, RequestOutcome.KeyReused _ ->
                throw new IllegalStateException("No key was sent");
            case RequestOutcome.Invalid _ -> {
                flash.addFlashAttribute("notice", "again.invalid");
                yield "redirect:/reports/" + id;
            }
        };
    }

    /// Ends a report in flight, or erases the file of one that is finished, but not for who wanted the former.
    @PostMapping("/{id:[0-9]+}/cancel")
    String cancel(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String only,
            HttpServletRequest request,
            RedirectAttributes flash) {
        boolean live = ReportsController.find(reports, caller, id).report().inFlight();
        if (!live && only.equals("live")) {
            flash.addFlashAttribute("notice", "cancel.late");
            return "redirect:/reports/" + id;
        }
        return switch (cancelReport.cancel(caller, ReportsController.known(id), Origins.of(request))) {
            case CancelOutcome.Missing _ -> throw new PageNotFound();
            case CancelOutcome.Part(ReportId parent) -> "redirect:/reports/" + parent.value();
            case CancelOutcome.Gone _ -> {
                flash.addFlashAttribute("notice", live ? "cancel.done" : "erase.done");
                yield "redirect:/reports/" + id;
            }
        };
    }

    @PostMapping("/{id:[0-9]+}/retry")
    String retry(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            HttpServletRequest request,
            RedirectAttributes flash) {
        return switch (retryReport.retry(caller, ReportsController.known(id), Origins.of(request))) {
            case RetryOutcome.Missing _ -> throw new PageNotFound();
            case RetryOutcome.Accepted(Report report) -> to(report);
            case RetryOutcome.Part(ReportId parent) -> "redirect:/reports/" + parent.value();
            case RetryOutcome.NotFailed(Report report) -> {
                flash.addFlashAttribute("notice", "retry.not_failed");
                yield to(report);
            }
            case RetryOutcome.InFlight(Report twin) -> {
                flash.addFlashAttribute("notice", "again.in_flight");
                yield to(twin);
            }
            case RetryOutcome.TooMany _ -> {
                flash.addFlashAttribute("notice", "form.too_many");
                yield "redirect:/reports/" + id;
            }
            case RetryOutcome.Withheld _ -> {
                flash.addFlashAttribute("notice", "withheld");
                yield "redirect:/reports/" + id;
            }
        };
    }

    private static String to(Report report) {
        return "redirect:/reports/" + report.id().value();
    }
}
