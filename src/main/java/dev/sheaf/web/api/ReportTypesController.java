package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.web.ErrorCode;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/report_types`: what the caller may ask for.
@RestController
@RequestMapping(path = "/api/v1/report_types", produces = MediaType.APPLICATION_JSON_VALUE)
class ReportTypesController {

    private final Catalogue catalogue;

    ReportTypesController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping
    Map<String, List<ReportTypeView>> list(@AuthenticationPrincipal Caller caller) {
        return Map.of(
                "report_types",
                catalogue.described(caller.rows(), caller.standing()).stream()
                        .map(ReportTypeView::of)
                        .toList());
    }

    @GetMapping("/{type}")
    Map<String, ReportTypeView> get(@AuthenticationPrincipal Caller caller, @PathVariable("type") String name) {
        return catalogue
                .described(name, caller.rows(), caller.standing())
                .map(type -> Map.of("report_type", ReportTypeView.of(type)))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND, "There is no such report type; GET /report_types lists them."));
    }
}
