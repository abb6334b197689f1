package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Caller;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Languages;
import dev.sheaf.catalogue.TypeDescription;
import dev.sheaf.catalogue.Zones;
import dev.sheaf.report.DryRun;
import dev.sheaf.report.Previews;
import dev.sheaf.report.RequestOutcome;
import dev.sheaf.report.RequestReport;
import dev.sheaf.rows.Lookups;
import dev.sheaf.rows.RowsFailure;
import dev.sheaf.web.api.Origins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// Asking for a report on a page.
@Controller
class NewReportController {

    private static final Logger LOG = LoggerFactory.getLogger(NewReportController.class);
    private static final int LONGEST_LOOKUP = 100;

    private final Catalogue catalogue;
    private final RequestReport requestReport;
    private final Previews previews;
    private final Lookups lookups;
    private final WordsOf words;

    NewReportController(
            Catalogue catalogue, RequestReport requestReport, Previews previews, Lookups lookups, WordsOf words) {
        this.catalogue = catalogue;
        this.requestReport = requestReport;
        this.previews = previews;
        this.lookups = lookups;
        this.words = words;
    }

    @GetMapping("/reports/new")
    String form(
            @AuthenticationPrincipal Caller caller,
            @ModelAttribute("visitor") Account visitor,
            @RequestParam MultiValueMap<String, String> entered,
            Locale locale,
            Model model) {
        if (!entered.containsKey("type")) {
            model.addAttribute("types", catalogue.described(caller.rows(), caller.standing(), language()));
            return "choose";
        }
        if (!entered.containsKey("time_zone")) {
            entered.add("time_zone", visitor.zone().getId());
        }
        Form form = form(caller, entered);
        boolean spoken = form.locales().stream().map(Form.Choice::name).anyMatch(locale.getLanguage()::equals);
        if (!entered.containsKey("locale") && spoken) {
            entered.add("locale", locale.getLanguage());
        }
        return show(form, model);
    }

    @PostMapping("/reports")
    String create(
            @AuthenticationPrincipal Caller caller,
            @RequestParam MultiValueMap<String, String> entered,
            RedirectAttributes flash,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Form form = form(caller, entered);
        return switch (requestReport.request(caller, form.body(), null, Origins.of(request))) {
            case RequestOutcome.Accepted accepted ->
                "redirect:/reports/" + accepted.report().id().value();
            case RequestOutcome.Deduped deduped -> {
                flash.addFlashAttribute("notice", "form.deduped");
                yield "redirect:/reports/" + deduped.twin().id().value();
            }
            case RequestOutcome.InFlight live -> {
                flash.addFlashAttribute("notice", "again.in_flight");
                yield "redirect:/reports/" + live.twin().id().value();
            }
            case RequestOutcome.TooMany _ -> {
                response.setStatus(429);
                model.addAttribute("problem", "form.too_many");
                yield show(form, model);
            }
            case RequestOutcome.Replayed _, RequestOutcome.KeyReused _ ->
                throw new IllegalStateException("No key was sent");
            case RequestOutcome.Invalid invalid -> {
                response.setStatus(422);
                yield show(form.with(invalid.violations()), model);
            }
        };
    }

    /// What would come of the form as it stands: violations or an estimate, and the same request for a shell.
    @GetMapping("/reports/new/check")
    String check(
            @AuthenticationPrincipal Caller caller,
            @RequestParam MultiValueMap<String, String> entered,
            HttpServletResponse response,
            Model model) {
        Form form = form(caller, entered);
        model.addAttribute("violations", List.of());
        try {
            switch (requestReport.dryRun(caller, form.body())) {
                case DryRun.Invalid(var violations) -> model.addAttribute("violations", form.told(violations));
                case DryRun.Possible possible ->
                    model.addAttribute("expected", Expected.of(possible, LocaleContextHolder.getLocale()));
            }
        } catch (RowsFailure e) {
            LOG.info("No estimate for {}", form.type().name(), e);
        }
        model.addAttribute("curl", curl(form));
        response.setHeader("Cache-Control", "no-store");
        return "form :: check";
    }

    /// How the file of the form as it stands would begin.
    @GetMapping("/reports/new/preview")
    String preview(
            @AuthenticationPrincipal Caller caller,
            @RequestParam MultiValueMap<String, String> entered,
            HttpServletResponse response,
            Model model) {
        Form form = form(caller, entered);
        try {
            previews.of(caller, form.body())
                    .map(preview -> PreviewView.of(preview, form.type().kind(), LocaleContextHolder.getLocale()))
                    .ifPresent(preview -> model.addAttribute("preview", preview));
        } catch (RowsFailure e) {
            LOG.info("No preview of {}", form.type().name(), e);
            model.addAttribute("slow", true);
        }
        response.setHeader("Cache-Control", "no-store");
        return "form :: preview";
    }

    @GetMapping("/reports/lookups/{name}")
    @ResponseBody
    List<Lookups.Entry> lookUp(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String ids,
            Locale locale) {
        if (name.equals("country")) {
            return countries(q, ids, locale);
        }
        if (!Lookups.names().contains(name) || q.length() > LONGEST_LOOKUP) {
            throw new PageNotFound();
        }
        return ids.isEmpty()
                ? lookups.matching(name, q, caller.rows())
                : lookups.named(
                        name,
                        Arrays.stream(ids.split(",", -1))
                                .filter(id -> id.matches("[0-9]{1,18}"))
                                .map(Long::valueOf)
                                .toList(),
                        caller.rows());
    }

    private static List<Lookups.Entry> countries(String text, String codes, Locale locale) {
        List<String> wanted = List.of(codes.split(",", -1));
        return Arrays.stream(Locale.getISOCountries())
                .map(code -> new Lookups.Entry(code, Locale.of("", code).getDisplayCountry(locale)))
                .filter(entry -> codes.isEmpty()
                        ? (entry.label() + " " + entry.value())
                                .toLowerCase(Locale.ROOT)
                                .contains(text.toLowerCase(Locale.ROOT))
                        : wanted.contains(entry.value()))
                .limit(codes.isEmpty() ? Lookups.MOST : wanted.size())
                .toList();
    }

    private static String show(Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("curl", curl(form));
        model.addAttribute("zones", Zones.NAMES);
        return "form";
    }

    private static String curl(Form form) {
        String url = ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/api/v1/exports")
                .toUriString();
        String body = form.body().toPrettyString().replace("'", "'\\''");
        return "curl -X POST " + url
                + " \\\n  -H \"X-Api-Key: $SHEAF_KEY\" -H \"Content-Type: application/json\" \\\n  -d '" + body + "'";
    }

    private Form form(Caller caller, MultiValueMap<String, String> entered) {
        TypeDescription type = catalogue
                .described(String.valueOf(entered.getFirst("type")), caller.rows(), caller.standing(), language())
                .orElseThrow(PageNotFound::new);
        return new Form(
                type,
                new Entered(entered),
                List.of(),
                words.of(Optional.of(type.type()), caller, LocaleContextHolder.getLocale()));
    }

    private static Languages language() {
        return Languages.of(LocaleContextHolder.getLocale().toLanguageTag());
    }
}
