package dev.sheaf.format;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A facet as a sheet: header, one row for each value, one for the others, and the totals; bars behind the figures of
/// the values, and beside all figures their percentage of the total.
final class FacetPart {

    private static final int SHARE_DIGITS = 6;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final FacetSheet facet;
    private final Words words;
    private final List<Column> columns = new ArrayList<>();
    private final XlsxCell[] headers;
    private final XlsxCell[] cells;
    private final XlsxCell[] wordCells;
    private final XlsxCell[] totalCells;

    /// Adds the formats that it needs to `styles`.
    FacetPart(FacetSheet facet, Styles styles, boolean guard, Words words) {
        this.facet = facet;
        this.words = words;
        columns.add(facet.group());
        for (Column measure : facet.measures()) {
            columns.add(measure);
            if (isShared(measure)) {
                columns.add(new Column(measure.label() + " %", ValueType.PERCENT, 1));
            }
        }
        headers = new XlsxCell[columns.size()];
        cells = new XlsxCell[columns.size()];
        wordCells = new XlsxCell[columns.size()];
        totalCells = new XlsxCell[columns.size()];
        for (int place = 0; place < cells.length; place++) {
            Column column = columns.get(place);
            headers[place] = new XlsxCell(
                    place, ValueType.TEXT, styles.header(column, false), styles.header(column, true), guard);
            cells[place] = new XlsxCell(place, column.type(), styles.plain(column), styles.guarded(column), guard);
            Column told = place == 0 ? new Column(column.label(), ValueType.TEXT, 0) : column;
            wordCells[place] = new XlsxCell(place, told.type(), styles.plain(told), styles.guarded(told), guard);
            int style = styles.total(told);
            totalCells[place] = new XlsxCell(place, told.type(), style, style, guard);
        }
    }

    SheetFragment sheet() {
        return SheetFragment.whole(this::put);
    }

    private void put(Output out) throws IOException {
        List<byte[]> rows = new ArrayList<>();
        for (List<@Nullable String> row : facet.rows()) {
            String group = Objects.requireNonNullElseGet(row.getFirst(), () -> words.say("no-value"));
            rows.add(CopyText.row(values(group, row.subList(1, row.size()))));
        }
        byte[] totals = CopyText.row(values(words.say("total"), facet.totals()));
        ColumnWidths widths = ColumnWidths.of(columns).row(totals, 0, totals.length);
        FacetSheet.Others others = facet.others();
        byte @Nullable [] rest = others == null
                ? null
                : CopyText.row(values(words.say("other-values", others.values()), others.measured()));
        if (rest != null) {
            widths.row(rest, 0, rest.length);
        }
        rows.forEach(row -> widths.row(row, 0, row.length));
        SheetFragment.put(XmlParts.sheetHead(widths.widths(), false), out);

        put(headers, 1, CopyText.row(columns.stream().map(Column::label).toList()), out);
        int next = 2;
        boolean none = !rows.isEmpty() && facet.rows().getLast().getFirst() == null;
        int groups = none ? rows.size() - 1 : rows.size();
        var lines = new XlsxSegmentWriter(cells, next, next + groups, out);
        for (byte[] row : rows.subList(0, groups)) {
            lines.row(row, 0, row.length);
        }
        next += groups;
        if (none) {
            put(wordCells, next++, rows.getLast(), out);
        }
        if (rest != null) {
            put(wordCells, next++, rest, out);
        }
        put(totalCells, next, totals, out);
        SheetFragment.put(XmlParts.facetTail(bars(), widths.widths()), out);
    }

    private static void put(XlsxCell[] cells, int row, byte[] values, Output out) throws IOException {
        new XlsxSegmentWriter(cells, row, row + 1, out).row(values, 0, values.length);
    }

    /// The cells that get bars, each column on its own scale.
    private List<String> bars() {
        List<String> ranges = new ArrayList<>();
        int last = facet.rows().size() + 1;
        for (int place = 1; place < columns.size() && last > 1; place++) {
            if (isShared(columns.get(place))) {
                String letters = XlsxCell.letters(place);
                ranges.add(letters + "2:" + letters + last);
            }
        }
        return ranges;
    }

    private List<@Nullable String> values(String group, List<@Nullable String> measured) {
        List<@Nullable String> values = new ArrayList<>();
        values.add(group);
        for (int measure = 0; measure < measured.size(); measure++) {
            String value = measured.get(measure);
            values.add(value);
            if (isShared(facet.measures().get(measure))) {
                values.add(share(value, facet.totals().get(measure)));
            }
        }
        return values;
    }

    private static boolean isShared(Column measure) {
        return switch (measure.type()) {
            case INTEGER, DECIMAL, MONEY -> true;
            case ID, TEXT, PERCENT, DATE, TIMESTAMP, BOOLEAN, URL, COUNTRY -> false;
        };
    }

    /// `value` in percent of `total`; null where there is no such number.
    private static @Nullable String share(@Nullable String value, @Nullable String total) {
        if (value == null || total == null) {
            return null;
        }
        try {
            BigDecimal whole = new BigDecimal(total);
            return whole.signum() == 0
                    ? null
                    : new BigDecimal(value)
                            .multiply(HUNDRED)
                            .divide(whole, SHARE_DIGITS, RoundingMode.HALF_UP)
                            .toPlainString();
        } catch (NumberFormatException e) {
            // PostgreSQL's numbers may be NaN or infinite; a share of such a total means nothing.
            return null;
        }
    }
}
