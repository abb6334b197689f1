package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.Caller;
import dev.sheaf.access.UserId;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.ReportState;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.report.Waiting;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/// Makes views of reports.
@Component
class ReportViews {

    private final Catalogue catalogue;
    private final Accounts accounts;
    private final Waiting waiting;
    private final WordsOf words;
    private final Clock clock;

    ReportViews(Catalogue catalogue, Accounts accounts, Waiting waiting, WordsOf words, Clock clock) {
        this.catalogue = catalogue;
        this.accounts = accounts;
        this.waiting = waiting;
        this.words = words;
        this.clock = clock;
    }

    List<ReportView> of(Caller viewer, List<VisibleReport> reports) {
        Locale language = LocaleContextHolder.getLocale();
        Map<UserId, Account> people = accounts.all(reports.stream()
                .map(visible -> visible.report().requestedBy())
                .filter(user -> !user.equals(viewer.id()))
                .toList());
        Map<ReportId, Long> places = waiting.positions(reports.stream()
                .map(VisibleReport::report)
                .filter(report -> report.state() == ReportState.PENDING && report.parent() == null)
                .map(Report::id)
                .toList());
        Map<String, Words> told = new HashMap<>();
        return reports.stream()
                .map(visible -> {
                    Account who = people.get(visible.report().requestedBy());
                    Optional<ReportType> type =
                            catalogue.types().find(visible.report().type()).map(known -> known.in(language));
                    return ReportView.of(
                            visible,
                            type,
                            visible.report().parent() != null
                                    ? ""
                                    : told.computeIfAbsent(
                                                    visible.report().type(), _ -> words.of(type, viewer, language))
                                            .rows(visible.report()),
                            who == null ? null : who.name(),
                            places.get(visible.report().id()),
                            clock.instant(),
                            language);
                })
                .toList();
    }

    ReportView of(Caller viewer, VisibleReport report) {
        return of(viewer, List.of(report)).getFirst();
    }
}
