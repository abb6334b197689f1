package dev.sheaf.build;

import dev.sheaf.catalogue.Charted;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.format.CopyText;
import dev.sheaf.report.Chart;
import dev.sheaf.report.Chart.Bar;
import dev.sheaf.rows.RowSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts rows by the values of the charted columns on their way to `next`, so that the charts of a file cost no second
/// question. What is not in the file is not counted. It makes a text of each value: for files of one piece, not for
/// millions of rows. A column whose values take too much memory has no chart.
final class Tally implements RowSink {

    static final int MOST_CHARACTERS = 1 << 20;

    private static final String NULL = "\\N";

    private final RowSink next;
    private final List<Count> counts;
    private long rows;

    /// How many rows have which value in the column that is the `place`th of the file.
    private static final class Count {

        private final String chart;
        private final TypeColumn column;
        private final int place;
        private final Map<String, Integer> values = new HashMap<>();
        private int characters;

        Count(String chart, TypeColumn column, int place) {
            this.chart = chart;
            this.column = column;
            this.place = place;
        }

        boolean tooMuch() {
            return characters > MOST_CHARACTERS;
        }

        void add(String value) {
            if (values.merge(value, 1, Integer::sum) == 1) {
                characters += value.length();
                if (tooMuch()) {
                    values.clear();
                }
            }
        }
    }

    Tally(ReportRequest request, RowSink next) {
        this.next = next;
        List<String> columns = request.columns().stream().map(TypeColumn::name).toList();
        this.counts = request.type().charts().values().stream()
                .filter(chart -> columns.contains(chart.column()))
                .map(chart -> count(request, chart, columns.indexOf(chart.column())))
                .sorted(Comparator.comparingInt(count -> count.place))
                .toList();
    }

    private static Count count(ReportRequest request, Charted chart, int place) {
        return new Count(chart.name(), request.columns().get(place), place);
    }

    @Override
    public void row(byte[] copy, int from, int to) throws IOException {
        rows++;
        int column = 0;
        int start = from;
        for (Count count : counts) {
            while (column < count.place) {
                start = end(copy, start, to) + 1;
                column++;
            }
            if (!count.tooMuch()) {
                count.add(new String(copy, start, end(copy, start, to) - start, StandardCharsets.UTF_8));
            }
        }
        next.row(copy, from, to);
    }

    private static int end(byte[] copy, int from, int to) {
        int at = from;
        while (at < to && copy[at] != '\t') {
            at++;
        }
        return at;
    }

    /// In the order of the type.
    List<Chart> charts(ReportRequest request) {
        var charts = new ArrayList<Chart>();
        for (String name : request.type().charts().keySet()) {
            counts.stream()
                    .filter(count -> count.chart.equals(name) && !count.tooMuch())
                    .map(this::chart)
                    .forEach(charts::add);
        }
        return charts;
    }

    private Chart chart(Count count) {
        List<Bar> bars = count.values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> new Bar(value(each.getKey()), each.getValue()))
                .toList();
        return Charting.chart(count.chart, count.column.type(), bars, rows);
    }

    private static @Nullable String value(String printed) {
        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        return printed.equals(NULL) ? null : CopyText.text(bytes, 0, bytes.length);
    }
}
