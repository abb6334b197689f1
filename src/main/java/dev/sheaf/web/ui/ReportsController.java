package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.report.Audit;
import dev.sheaf.report.Charts;
import dev.sheaf.report.ListFilter;
import dev.sheaf.report.Manifests;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.storage.Link;
import dev.sheaf.web.api.Origins;
import dev.sheaf.web.api.Summaries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.json.JsonMapper;

/// `/reports`: the list, one report, and its file. What can be done with a report is in [ReportActions].
@Controller
@RequestMapping("/reports")
class ReportsController {

    static final int PAGE = 25;
    private static final int MOST_PARTS = 1_000;

    private final Reports reports;
    private final Catalogue catalogue;
    private final Accounts accounts;
    private final ReportViews views;
    private final Manifests manifests;
    private final Audit audit;
    private final Summaries summaries;
    private final Charts charts;
    private final WordsOf words;
    private final MessageSource messages;
    private final Clock clock;

    ReportsController(
            Reports reports,
            Catalogue catalogue,
            Accounts accounts,
            ReportViews views,
            Manifests manifests,
            Audit audit,
            Summaries summaries,
            Charts charts,
            WordsOf words,
            MessageSource messages,
            Clock clock) {
        this.reports = reports;
        this.catalogue = catalogue;
        this.accounts = accounts;
        this.views = views;
        this.manifests = manifests;
        this.audit = audit;
        this.summaries = summaries;
        this.charts = charts;
        this.words = words;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @AuthenticationPrincipal Caller caller,
            ListState state,
            @RequestHeader(name = "HX-Target", required = false) @Nullable String target,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        List<VisibleReport> found = reports.visibleTo(caller.reports()).newest(state.filter(), PAGE + 1);
        List<VisibleReport> page = found.subList(0, Math.min(PAGE, found.size()));
        List<ReportView> shown = views.of(caller, page);
        model.addAttribute("reports", shown);
        model.addAttribute("state", state);
        model.addAttribute(
                "older",
                found.size() > PAGE ? state.path(page.getLast().report().id().value()) : null);
        model.addAttribute("now", clock.instant());
        response.setHeader("Vary", "HX-Target");
        response.setHeader("Cache-Control", "no-store");
        if ("list".equals(target)) {
            return "reports :: list";
        }
        List<Account> people = accounts.around(caller);
        model.addAttribute("people", people.size() > 1 ? people : List.of());
        model.addAttribute(
                "types",
                catalogue.types().offeredTo(caller.standing()).stream()
                        .map(type -> type.in(locale))
                        .toList());
        return "reports";
    }

    @GetMapping("/{id:[0-9]+}")
    String one(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "HX-Target", required = false) @Nullable String target,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        VisibleReport visible = find(caller, id);
        Report report = visible.report();
        if (report.parent() != null) {
            return "redirect:/reports/" + report.parent().value();
        }
        model.addAttribute("view", views.of(caller, visible));
        Optional<ReportType> type = catalogue.types().find(report.type()).map(each -> each.in(locale));
        model.addAttribute("words", words.of(type, caller, locale).of(report));
        model.addAttribute(
                "charts", type.map(known -> charts(visible, known, locale)).orElse(List.of()));
        model.addAttribute("now", clock.instant());
        model.addAttribute(
                "checksum",
                manifests
                        .of(visible)
                        .flatMap(manifest -> Optional.ofNullable(checksum(manifest)))
                        .orElse(null));
        List<VisibleReport> parts = report.totalParts() == null
                ? List.of()
                : reports.visibleTo(caller.reports())
                        .newest(new ListFilter(null, null, report.id(), null, null), MOST_PARTS)
                        .reversed();
        model.addAttribute("parts", views.of(caller, parts));
        response.setHeader("Vary", "HX-Target");
        response.setHeader("Cache-Control", "no-store");
        return "report".equals(target) ? "report :: report" : "report";
    }

    private List<ChartView> charts(VisibleReport visible, ReportType type, Locale locale) {
        var texts = new MessageSourceAccessor(messages, locale);
        return charts.of(visible).stream()
                .filter(chart -> chart.bars().size() > 1)
                .flatMap(chart -> ChartView.of(chart, type, locale, texts::getMessage).stream())
                .toList();
    }

    /// Null of a file that S3 has joined, which has none of its own.
    private static @Nullable String checksum(String manifest) {
        return JsonMapper.shared().readTree(manifest).path("sha256").asString(null);
    }

    /// A link is signed anew for each click, so a page that has stood open for long still leads to the file, or to the
    /// page that says what became of it.
    @GetMapping("/{id:[0-9]+}/download")
    ResponseEntity<Void> download(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request) {
        String place = link(caller, id, request)
                .map(Link::url)
                .orElse("/reports/" + known(id).value());
        return ResponseEntity.status(303)
                .location(URI.create(place))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    @GetMapping("/{id:[0-9]+}/link")
    ResponseEntity<String> copy(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest request) {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_PLAIN)
                .cacheControl(CacheControl.noStore())
                .body(link(caller, id, request).orElseThrow(PageNotFound::new).url());
    }

    private Optional<Link> link(Caller caller, String id, HttpServletRequest request) {
        Link link = summaries.link(find(caller, id));
        if (link != null) {
            audit.links(caller, List.of(known(id)), Origins.of(request));
        }
        return Optional.ofNullable(link);
    }

    static ReportId known(String id) {
        return ReportId.parse(id).orElseThrow(PageNotFound::new);
    }

    private VisibleReport find(Caller caller, String id) {
        return find(reports, caller, id);
    }

    /// Foreign or missing is the same here, too.
    static VisibleReport find(Reports reports, Caller caller, String id) {
        return ReportId.parse(id)
                .flatMap(reports.visibleTo(caller.reports())::find)
                .orElseThrow(PageNotFound::new);
    }
}
