package dev.sheaf.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sheet of its own that sums the rows up: one line for each value of `group`, with its measures, one for all other
/// values together, and a total.
///
/// Each row is the group's value, null only in the last, and then one value for each measure; `totals` has one for each
/// measure, of all rows of the report. Values are as PostgreSQL prints them in its ISO style, null where there is
/// none. A measure of numbers gets bars and, beside it, each line's percentage of the total.
public record FacetSheet(
        String title,
        Column group,
        List<Column> measures,
        List<List<@Nullable String>> rows,
        @Nullable Others others,
        List<@Nullable String> totals) {

    /// How many values they are, and one value for each measure of all their rows.
    public record Others(long values, List<@Nullable String> measured) {

        public Others {
            measured = copy(measured);
        }
    }

    public FacetSheet {
        measures = List.copyOf(measures);
        // The lists may hold null, which List.copyOf refuses.
        rows = rows.stream().map(FacetSheet::copy).toList();
        totals = copy(totals);
        if (totals.size() != measures.size()) {
            throw new IllegalArgumentException(
                    "Facet \"%s\" has %d totals for %d measures".formatted(title, totals.size(), measures.size()));
        }
        // One row is the header, one the others, one the totals.
        if (rows.size() > XlsxFormat.MAX_ROWS - 3) {
            throw new IllegalArgumentException(
                    "Facet \"%s\" has %d rows, more than a sheet holds".formatted(title, rows.size()));
        }
        for (List<@Nullable String> row : rows) {
            if (row.size() != measures.size() + 1) {
                throw new IllegalArgumentException("Facet \"%s\" has a row of %d values instead of %d"
                        .formatted(title, row.size(), measures.size() + 1));
            }
        }
    }

    /// From lines in the text form of COPY.
    public static FacetSheet ofCopy(
            String title, Column group, List<Column> measures, List<String> lines, String totals) {
        return new FacetSheet(
                title, group, measures, lines.stream().map(FacetSheet::fields).toList(), null, fields(totals));
    }

    /// The same with a line for others, whose measures are in the text form of COPY.
    public FacetSheet withOthers(long values, String measured) {
        return new FacetSheet(title, group, measures, rows, new Others(values, fields(measured)), totals);
    }

    private static List<@Nullable String> fields(String line) {
        var fields = new ArrayList<@Nullable String>();
        for (String field : line.split("\t", -1)) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            fields.add(field.equals("\\N") ? null : CopyText.text(bytes, 0, bytes.length));
        }
        return fields;
    }

    private static List<@Nullable String> copy(List<@Nullable String> values) {
        return Collections.unmodifiableList(new ArrayList<>(values));
    }
}
