package dev.sheaf.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The About sheet: what the workbook is, who asked for it, which rows it has, and what became of their cells.
final class AboutPart {

    private static final DateTimeFormatter AS_OF = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final List<Integer> WIDTHS = List.of(28, 90);
    /// Characters that surely fit into a line of the second column.
    private static final int LINE = 80;
    private static final int LINE_HEIGHT = 15;
    /// Of a row, in points, ECMA-376 part 1, 18.3.1.73.
    private static final int MAX_HEIGHT = 409;
    private static final int ANY_CLASS = -1;

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
        cover.filters().forEach(filter -> note(filter.label(), value(filter)));
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

    private String value(Cover.Line filter) {
        return filter.truth() == null ? filter.value() : words.say(filter.truth() ? "yes" : "no");
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
            // Not every program fits heights to wrapped texts by itself.
            int lines = (int) row.value()
                    .lines()
                    .mapToLong(line -> 1 + line.length() / LINE)
                    .sum();
            String height =
                    lines > 1 ? " ht=\"" + Math.min(lines * LINE_HEIGHT, MAX_HEIGHT) + "\" customHeight=\"1\"" : "";
            SheetFragment.put("<row r=\"" + number + "\"" + height + ">", out);
            if (!row.label().isEmpty()) {
                text("A" + number, row.style(), row.label(), out);
            }
            if (row.type() == ValueType.INTEGER) {
                SheetFragment.put(
                        "<c r=\"B" + number + "\" s=\"" + Styles.COUNT + "\"><v>" + row.value() + "</v></c>", out);
            } else if (!row.value().isEmpty()) {
                byte[] value = row.value().getBytes(StandardCharsets.UTF_8);
                boolean suspect = FormulaGuard.suspects(value, 0, value.length);
                text("B" + number, suspect ? Styles.GUARDED_NOTE : Styles.NOTE, row.value(), out);
            }
            SheetFragment.put("</row>", out);
        }
        SheetFragment.put(XmlParts.aboutTail(WIDTHS), out);
    }

    private static void text(String reference, int style, String text, Output out) throws IOException {
        byte[] bytes = CopyText.row(List.of(text));
        int end = XmlText.cutAt(bytes, 0, bytes.length);
        String space = XmlText.endsInBlank(bytes, 0, end) ? " xml:space=\"preserve\"" : "";
        SheetFragment.put("<c r=\"" + reference + "\" s=\"" + style + "\" t=\"inlineStr\"><is><t" + space + ">", out);
        XmlText.put(bytes, 0, end, ANY_CLASS, out);
        if (end < bytes.length) {
            XmlText.putCutMark(out);
        }
        out.room();
        SheetFragment.put("</t></is></c>", out);
    }
}
