package dev.sheaf.format;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A facet as a sheet: header, one row for each value, and the totals; bars behind the figures, and beside them their
/// percentage of the total.
final class FacetPart {

    private static final int SHARE_DIGITS = 6;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final FacetSheet facet;
    private final String totalLabel;
    private final List<Column> columns = new ArrayList<>();
    private final XlsxCell[] headers;
    private final XlsxCell[] cells;
    private final XlsxCell[] totalCells;

    /// Adds the formats that it needs to `styles`.
    FacetPart(FacetSheet facet, Styles styles, boolean guard, String totalLabel) {
        this.facet = facet;
        this.totalLabel = totalLabel;
        columns.add(facet.group());
        for (Column measure : facet.measures()) {
            columns.add(measure);
            if (isShared(measure)) {
                columns.add(new Column(measure.label() + " %", ValueType.PERCENT, 1));
            }
        }
        headers = new XlsxCell[columns.size()];
        cells = new XlsxCell[columns.size()];
        totalCells = new XlsxCell[columns.size()];
        for (int place = 0; place < cells.length; place++) {
            Column column = columns.get(place);
            headers[place] = new XlsxCell(
                    place, ValueType.TEXT, styles.header(column, false), styles.header(column, true), guard);
            cells[place] = new XlsxCell(place, column.type(), styles.plain(column), styles.guarded(column), guard);
            ValueType type = place == 0 ? ValueType.TEXT : column.type();
            int style = styles.total(place == 0 ? new Column(column.label(), type, 0) : column);
            totalCells[place] = new XlsxCell(place, type, style, style, guard);
        }
    }

    SheetFragment sheet() {
        return SheetFragment.whole(this::put);
    }

    private void put(Output out) throws IOException {
        List<byte[]> rows = new ArrayList<>();
        facet.rows().forEach(row -> rows.add(CopyText.row(values(row.getFirst(), row.subList(1, row.size())))));
        byte[] totals = CopyText.row(values(totalLabel, facet.totals()));
        ColumnWidths widths = ColumnWidths.of(columns).row(totals, 0, totals.length);
        rows.forEach(row -> widths.row(row, 0, row.length));
        SheetFragment.put(XmlParts.sheetHead(widths.widths(), false), out);

        byte[] labels = CopyText.row(columns.stream().map(Column::label).toList());
        int next = 1;
        new XlsxSegmentWriter(headers, next++, next, out).row(labels, 0, labels.length);
        var lines = new XlsxSegmentWriter(cells, next, next + rows.size(), out);
        for (byte[] row : rows) {
            lines.row(row, 0, row.length);
        }
        next += rows.size();
        new XlsxSegmentWriter(totalCells, next++, next, out).row(totals, 0, totals.length);
        SheetFragment.put(XmlParts.facetTail(bars(), widths.widths()), out);
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

    private List<@Nullable String> values(@Nullable String group, List<@Nullable String> measured) {
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
