package dev.sheaf.format;

import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The About sheet: what the workbook is, who asked for it, which rows it has, and what became of their cells.
final class AboutPart {

    private static final DateTimeFormatter AS_OF = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final List<Integer> WIDTHS = List.of(28, 90);

    private final Cover cover;
    private final Words words;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int style, String label, ValueType type, String value) {}

    AboutPart(Cover cover, Words words) {
        this.cover = cover;
        this.words = words;
    }

    /// `sheets` are the names of those with rows, `altered` the counts of `columns`.
    SheetFragment sheet(long count, List<String> sheets, List<Column> columns, long[] altered) {
        rows.add(new Row(Styles.TITLE, cover.title(), ValueType.TEXT, ""));
        note("", cover.description());
        note(words.say("requested-by"), cover.requestedBy());
        note(words.say("as-of"), AS_OF.format(cover.asOf().atZone(cover.zone())));
        note(words.say("time-zone"), cover.zone().getId());
        if (cover.filters().isEmpty()) {
            note(words.say("filters"), words.say("no-filters"));
        }
        cover.filters().forEach(filter -> note(filter.label(), filter.value()));
        count(words.say("rows"), count);
        if (sheets.size() > 1) {
            note("", words.say("go-on", String.join(", ", sheets.subList(1, sheets.size()))));
        }
        altered(columns, altered);
        return SheetFragment.whole(this::put);
    }

    private void altered(List<Column> columns, long[] altered) {
        boolean first = true;
        for (int column = 0; column < altered.length; column++) {
            if (altered[column] > 0) {
                if (first) {
                    note(words.say("altered"), words.say("altered-why"));
                    first = false;
                }
                count(columns.get(column).label(), altered[column]);
            }
        }
        if (first) {
            note(words.say("altered"), words.say("none-altered"));
        }
    }

    private void note(String label, String value) {
        rows.add(new Row(Styles.LABEL, label, ValueType.TEXT, value));
    }

    private void count(String label, long value) {
        rows.add(new Row(Styles.LABEL, label, ValueType.INTEGER, Long.toString(value)));
    }

    private void put(Output out) throws IOException {
        SheetFragment.put(XmlParts.aboutHead(WIDTHS), out);
        for (int number = 1; number <= rows.size(); number++) {
            Row row = rows.get(number - 1);
            boolean text = row.type() == ValueType.TEXT;
            XlsxCell[] cells = {
                new XlsxCell(0, ValueType.TEXT, row.style(), row.style(), false),
                new XlsxCell(1, row.type(), text ? Styles.NOTE : Styles.COUNT, Styles.GUARDED_NOTE, true)
            };
            byte[] values = CopyText.row(Arrays.asList(
                    row.label().isEmpty() ? null : row.label(), row.value().isEmpty() ? null : row.value()));
            new XlsxSegmentWriter(cells, number, number + 1, out).row(values, 0, values.length);
        }
        SheetFragment.put(XmlParts.aboutTail(), out);
    }
}
