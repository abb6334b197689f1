package dev.sheaf.build;

import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Measure;
import dev.sheaf.format.Column;
import dev.sheaf.format.Cover;
import dev.sheaf.format.FacetSheet;
import dev.sheaf.format.ValueType;
import dev.sheaf.report.Chart;
import dev.sheaf.report.Chart.Bar;
import dev.sheaf.report.Chart.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts the facets of a file down to what its page draws of them.
final class Charting {

    static final int MOST_GROUPS = 8;

    /// More columns than a screen has room for; the ranges of the types that come with Sheaf end here.
    static final int MOST_DAYS = 400;

    private Charting() {}

    /// The facets of `file`, or else what was counted of a file without any.
    static List<Chart> of(FileOf file, Tally tally) {
        return file.request().facets().isEmpty() ? drawable(tally.charts(file.request())) : of(file);
    }

    /// A sheet that leaves values out has those of the most rows, which need not be the largest by another count.
    static List<Chart> of(FileOf file) {
        Cover cover = file.cover();
        var charts = new ArrayList<Chart>();
        for (int i = 0; cover != null && i < cover.facets().size(); i++) {
            Facet facet = file.request().facets().get(i);
            FacetSheet sheet = cover.facets().get(i);
            firstCount(facet)
                    .filter(measure -> sheet.others() == null || measure.ofRows())
                    .ifPresent(measure -> charts.add(chart(facet, sheet, place(measure, sheet))));
        }
        return drawable(charts);
    }

    private static List<Chart> drawable(List<Chart> charts) {
        return charts.stream().filter(chart -> chart.bars().size() <= MOST_DAYS).toList();
    }

    /// Counts can be added up and compared, whatever currency the sums beside them are in.
    private static Optional<Measure> firstCount(Facet facet) {
        return facet.measures().stream()
                .filter(measure -> measure.kind() == Measure.Kind.COUNT)
                .findFirst();
    }

    private static int place(Measure measure, FacetSheet sheet) {
        return sheet.measures().stream().map(Column::label).toList().indexOf(measure.label());
    }

    private static Chart chart(Facet facet, FacetSheet sheet, int measure) {
        return chart(
                facet.name(),
                facet.type(),
                sheet.rows().stream()
                        .map(row -> new Bar(row.getFirst(), count(row.get(measure + 1))))
                        .toList(),
                count(sheet.totals().get(measure)));
    }

    /// Of `groups` in the order of their values.
    static Chart chart(String name, ValueType type, List<Bar> groups, long total) {
        Kind kind = kind(type);
        List<Bar> bars = groups;
        if (kind != Kind.DAY) {
            bars = groups.stream()
                    .filter(bar -> bar.count() > 0)
                    .sorted(Comparator.comparingLong(Bar::count).reversed())
                    .limit(MOST_GROUPS)
                    .toList();
        }
        return new Chart(name, kind, bars, total);
    }

    private static long count(@Nullable String printed) {
        return Long.parseLong(Objects.requireNonNullElse(printed, "0"));
    }

    private static Kind kind(ValueType type) {
        return switch (type) {
            case DATE -> Kind.DAY;
            case COUNTRY -> Kind.COUNTRY;
            case BOOLEAN -> Kind.FLAG;
            case ID, TEXT, INTEGER, DECIMAL, MONEY, PERCENT, TIMESTAMP, URL -> Kind.OTHER;
        };
    }
}
