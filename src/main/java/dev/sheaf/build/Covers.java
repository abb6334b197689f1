package dev.sheaf.build;

import dev.sheaf.access.Users;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.FilterType;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.format.Column;
import dev.sheaf.format.Cover;
import dev.sheaf.format.FacetSheet;
import dev.sheaf.report.Report;
import dev.sheaf.rows.Summary;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Tells in words what was asked for, for the workbook's About sheet and properties.
@Component
class Covers {

    private final Users users;

    Covers(Users users) {
        this.users = users;
    }

    /// `asOf` is the moment that the rows are of.
    Cover of(Report report, ReportRequest request, Instant asOf, List<Summary> facets) {
        return new Cover(
                request.type().displayName(),
                request.type().description().strip(),
                users.name(report.requestedBy()).orElse(""),
                filters(request),
                asOf,
                request.zone(),
                facets.stream().map(Covers::sheet).toList(),
                request.locale());
    }

    private static FacetSheet sheet(Summary summary) {
        Facet facet = summary.facet();
        Summary.Others others = summary.others();
        FacetSheet sheet =
                FacetSheet.ofCopy(facet.label(), facet.inFile(), columns(summary), summary.groups(), summary.totals());
        return others == null ? sheet : sheet.withOthers(others.groups(), others.measures());
    }

    /// Of the measures, in the order of their places.
    private static List<Column> columns(Summary summary) {
        return summary.facet().measures().stream()
                .flatMap(measure -> measure.currency() == null
                        ? Stream.of(measure.inFile())
                        : summary.currencies().stream().map(measure::inFile))
                .toList();
    }

    private static List<Cover.Line> filters(ReportRequest request) {
        return request.type().filters().values().stream()
                .filter(filter -> request.values().containsKey(filter.name()))
                .map(filter -> filter.type() == FilterType.BOOLEAN
                        ? new Cover.Line(filter.label(), Boolean.parseBoolean(value(request, filter)))
                        : new Cover.Line(filter.label(), value(request, filter)))
                .toList();
    }

    private static String value(ReportRequest request, Filter filter) {
        return String.join(", ", request.values().getOrDefault(filter.name(), List.of()));
    }
}
