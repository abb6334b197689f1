package dev.sheaf.web.ui;

import dev.sheaf.catalogue.Charted;
import dev.sheaf.catalogue.Facet;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.Measure;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.report.Chart;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A chart as its page draws it: days as columns from left to right, everything else as bars under each other.
///
/// A bar stands at `at`, counted in days from the first, and is `percent` of the largest. `rest` counts what has no bar
/// of its own.
public record ChartView(
        String title, String measure, boolean days, int width, List<Bar> bars, long largest, long rest) {

    public record Bar(long at, String label, long count, double percent) {

        /// Where it begins, as the vertical goes down in a drawing.
        public double top() {
            return Math.round(10 * (100 - percent)) / 10.0;
        }
    }

    /// How much of a day its column takes: very many stand close together.
    public double thick() {
        return width > 120 ? 1 : 0.8;
    }

    /// Empty if `type` no longer has what the chart is of.
    static Optional<ChartView> of(Chart chart, ReportType type, Locale locale, Function<String, String> words) {
        Facet facet = type.facets().get(chart.facet());
        Charted charted = type.charts().get(chart.facet());
        String title = facet != null ? facet.label() : charted != null ? charted.label() : null;
        String measure = Stream.ofNullable(facet)
                .flatMap(each -> each.measures().stream())
                .filter(each -> each.kind() == Measure.Kind.COUNT)
                .findFirst()
                .map(Measure::label)
                .orElseGet(() -> words.apply("rows.word"));
        Filter filter = type.filters().get(chart.facet());
        return Optional.ofNullable(title).map(known -> of(chart, known, measure, filter, locale, words));
    }

    private static ChartView of(
            Chart chart,
            String title,
            String measure,
            @Nullable Filter filter,
            Locale locale,
            Function<String, String> words) {
        long largest = chart.bars().stream().mapToLong(Chart.Bar::count).max().orElse(0);
        long shown = chart.bars().stream().mapToLong(Chart.Bar::count).sum();
        boolean days = chart.kind() == Chart.Kind.DAY;
        List<Chart.Bar> drawn =
                days ? chart.bars().stream().filter(bar -> bar.group() != null).toList() : chart.bars();
        LocalDate first = days && !drawn.isEmpty() ? day(drawn.getFirst()) : LocalDate.EPOCH;
        List<Bar> bars = drawn.stream()
                .map(bar -> new Bar(
                        days ? ChronoUnit.DAYS.between(first, day(bar)) : 0,
                        label(chart.kind(), bar.group(), filter, locale, words),
                        bar.count(),
                        largest == 0 ? 0 : Math.round(1000.0 * bar.count() / largest) / 10.0))
                .toList();
        int width = bars.isEmpty() ? 1 : (int) bars.getLast().at() + 1;
        return new ChartView(title, measure, days, width, bars, largest, chart.total() - shown);
    }

    private static LocalDate day(Chart.Bar bar) {
        return LocalDate.parse(Objects.requireNonNull(bar.group()));
    }

    private static String label(
            Chart.Kind kind,
            @Nullable String group,
            @Nullable Filter filter,
            Locale locale,
            Function<String, String> words) {
        if (group == null || group.isEmpty()) {
            return words.apply("chart.none");
        }
        return switch (kind) {
            case DAY ->
                DateTimeFormatter.ofPattern(words.apply("time.day"), locale).format(LocalDate.parse(group));
            case COUNTRY -> Locale.of("", group).getDisplayCountry(locale);
            case FLAG -> words.apply(group.equals("t") ? "yes" : "no");
            case OTHER -> filter != null && filter.choices().contains(group) ? filter.choiceLabel(group) : group;
        };
    }
}
