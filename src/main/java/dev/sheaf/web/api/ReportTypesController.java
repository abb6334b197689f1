package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Languages;
import dev.sheaf.catalogue.TypeDescription;
import dev.sheaf.web.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
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
    ResponseEntity<Map<String, List<ReportTypeView>>> list(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages) {
        List<TypeDescription> types = catalogue.described(caller.rows(), caller.standing(), Languages.of(languages));
        return in(types)
                .body(Map.of(
                        "report_types", types.stream().map(ReportTypeView::of).toList()));
    }

    @GetMapping("/{type}")
    ResponseEntity<Map<String, ReportTypeView>> get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("type") String name,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages) {
        TypeDescription type = catalogue
                .described(name, caller.rows(), caller.standing(), Languages.of(languages))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND, "There is no such report type; GET /report_types lists them."));
        return in(List.of(type)).body(Map.of("report_type", ReportTypeView.of(type)));
    }

    /// Types may differ in the languages that they have.
    private static ResponseEntity.BodyBuilder in(List<TypeDescription> types) {
        String languages = types.stream()
                .map(each -> each.type().told().toLanguageTag())
                .distinct()
                .collect(Collectors.joining(", "));
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_LANGUAGE, languages)
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE);
    }
}
