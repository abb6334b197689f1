package dev.sheaf.web.ui;

import dev.sheaf.access.Account;
import dev.sheaf.access.Accounts;
import dev.sheaf.access.Caller;
import dev.sheaf.access.UserId;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.report.VisibleReport;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Makes views of reports.
@Component
class ReportViews {

    private final Catalogue catalogue;
    private final Accounts accounts;
    private final Clock clock;

    ReportViews(Catalogue catalogue, Accounts accounts, Clock clock) {
        this.catalogue = catalogue;
        this.accounts = accounts;
        this.clock = clock;
    }

    List<ReportView> of(Caller viewer, List<VisibleReport> reports) {
        Map<UserId, Account> people = accounts.all(reports.stream()
                .map(visible -> visible.report().requestedBy())
                .filter(user -> !user.equals(viewer.id()))
                .toList());
        return reports.stream()
                .map(visible -> {
                    Account who = people.get(visible.report().requestedBy());
                    return ReportView.of(
                            visible,
                            catalogue.types().find(visible.report().type()),
                            who == null ? null : who.name(),
                            clock.instant());
                })
                .toList();
    }

    ReportView of(Caller viewer, VisibleReport report) {
        return of(viewer, List.of(report)).getFirst();
    }
}
