package dev.sheaf.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The cell formats of one workbook (ECMA-376 part 1, 18.8): only those that its columns use, in a fixed order, those
/// of the data first.
///
/// A guarded cell has its column's format and `quotePrefix`, which keeps Excel from reading the text as a formula
/// when somebody edits the cell.
final class Styles {

    static final int HEADER = 1;
    static final int GUARDED_HEADER = 2;
    static final int TITLE = 3;
    static final int LABEL = 4;
    static final int NOTE = 5;
    static final int GUARDED_NOTE = 6;
    static final int COUNT = 7;

    private static final int GENERAL = 0;
    private static final int THOUSANDS = 3;
    private static final int TEXT = 49;
    private static final int FIRST_CUSTOM = 164;

    private static final int REGULAR = 0;
    private static final int BOLD = 1;
    private static final int LARGE = 2;
    private static final int NO_BORDER = 0;
    private static final int BORDER_BELOW = 1;
    private static final int BORDER_ABOVE = 2;
    private static final String QUOTED = " quotePrefix=\"1\"";
    private static final String CENTRED = "<alignment horizontal=\"center\"/>";
    private static final String WRAPPED = "<alignment vertical=\"top\" wrapText=\"1\"/>";

    /// Format codes and cell formats, each with its place.
    private final Map<String, Integer> codes = new LinkedHashMap<>();
    private final Map<String, Integer> formats = new LinkedHashMap<>();
    private final List<Column> columns;
    private final int[] plain;
    private final int[] guarded;

    Styles(List<Column> columns) {
        this.columns = columns;
        format(GENERAL, REGULAR, NO_BORDER, "", "");
        header("", "");
        header(QUOTED, "");
        format(GENERAL, LARGE, NO_BORDER, QUOTED, "");
        format(GENERAL, BOLD, NO_BORDER, QUOTED, "<alignment vertical=\"top\"/>");
        format(GENERAL, REGULAR, NO_BORDER, "", WRAPPED);
        format(GENERAL, REGULAR, NO_BORDER, QUOTED, WRAPPED);
        format(THOUSANDS, REGULAR, NO_BORDER, "", "<alignment horizontal=\"left\" vertical=\"top\"/>");
        plain = new int[columns.size()];
        guarded = new int[columns.size()];
        for (int column = 0; column < plain.length; column++) {
            plain[column] = body(columns.get(column), "");
            guarded[column] = columns.get(column).type().isText() ? body(columns.get(column), QUOTED) : plain[column];
        }
        for (Column column : columns) {
            currencies(column);
        }
    }

    int plain(int column) {
        return plain[column];
    }

    int guarded(int column) {
        return guarded[column];
    }

    /// One format for each of [Currencies#CODES]; none for a column whose currency is not told.
    int[] currencies(int column) {
        return currencies(columns.get(column));
    }

    private int[] currencies(Column column) {
        return column.hasCurrency()
                ? Currencies.CODES.stream()
                        .mapToInt(code ->
                                format(custom("[$" + code + "]\\ " + number(column)), REGULAR, NO_BORDER, "", ""))
                        .toArray()
                : new int[0];
    }

    int plain(Column column) {
        return body(column, "");
    }

    int guarded(Column column) {
        return body(column, QUOTED);
    }

    /// For the label above a column of a facet, where no filter's button stands in the way of the text.
    int header(Column column, boolean suspect) {
        return header(suspect ? QUOTED : "", isNumber(column) ? " horizontal=\"right\"" : "");
    }

    private static boolean isNumber(Column column) {
        return switch (column.type()) {
            case INTEGER, DECIMAL, MONEY, PERCENT, DATE, TIMESTAMP -> true;
            case ID, TEXT, BOOLEAN, URL, COUNTRY -> false;
        };
    }

    /// For the line of totals.
    int total(Column column) {
        return format(numberFormat(column), BOLD, BORDER_ABOVE, "", "");
    }

    String xml() {
        StringBuilder xml = new StringBuilder(XmlParts.DECLARATION)
                .append("<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        if (!codes.isEmpty()) {
            xml.append("<numFmts count=\"").append(codes.size()).append("\">");
            codes.forEach((code, place) ->
                    xml.append("<numFmt numFmtId=\"" + (FIRST_CUSTOM + place) + "\" formatCode=\"" + code + "\"/>"));
            xml.append("</numFmts>");
        }
        return xml.append("""
                        <fonts count="3"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
                        <font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
                        <font><b/><sz val="16"/><name val="Calibri"/><family val="2"/></font></fonts>\
                        <fills count="3"><fill><patternFill patternType="none"/></fill>\
                        <fill><patternFill patternType="gray125"/></fill>\
                        <fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/><bgColor indexed="64"/>\
                        </patternFill></fill></fills>\
                        <borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>\
                        <border><left/><right/><top/><bottom style="thin"><color rgb="FF7F8FA3"/></bottom><diagonal/>\
                        </border><border><left/><right/><top style="thin"><color rgb="FF7F8FA3"/></top><bottom/>\
                        <diagonal/></border></borders>\
                        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>""")
                .append("<cellXfs count=\"")
                .append(formats.size())
                .append("\">")
                .append(String.join("", formats.keySet()))
                .append("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>")
                .append("</cellStyles></styleSheet>")
                .toString();
    }

    private int body(Column column, String quoted) {
        String alignment = column.wrap() ? WRAPPED : column.type() == ValueType.BOOLEAN ? CENTRED : "";
        return format(numberFormat(column), REGULAR, NO_BORDER, quoted, alignment);
    }

    private int numberFormat(Column column) {
        return switch (column.type()) {
            case TEXT, URL, COUNTRY -> GENERAL;
            // Excel needs none, but LibreOffice shows 0 and 1 where a text of the same format stands beside it.
            case BOOLEAN -> custom("&quot;TRUE&quot;;&quot;TRUE&quot;;&quot;FALSE&quot;");
            case ID -> TEXT;
            case INTEGER -> THOUSANDS;
            case DECIMAL, MONEY -> custom(number(column));
            case PERCENT -> custom("0" + fraction(column.scale()) + "%");
            case DATE -> custom("yyyy\\-mm\\-dd");
            case TIMESTAMP -> custom("yyyy\\-mm\\-dd\\ hh:mm:ss");
        };
    }

    private static String number(Column column) {
        return "#,##0" + fraction(column.scale());
    }

    private static String fraction(int scale) {
        return scale == 0 ? "" : "." + "0".repeat(scale);
    }

    private int custom(String code) {
        return FIRST_CUSTOM + codes.computeIfAbsent(code, _ -> codes.size());
    }

    private int header(String quoted, String alignment) {
        return add(
                "<xf numFmtId=\"0\" fontId=\"" + BOLD + "\" fillId=\"2\" borderId=\"" + BORDER_BELOW + "\" xfId=\"0\""
                        + quoted + " applyFont=\"1\""
                        + " applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment" + alignment
                        + " vertical=\"center\"/></xf>");
    }

    private int format(int number, int font, int border, String quoted, String alignment) {
        StringBuilder xml = new StringBuilder("<xf numFmtId=\"" + number + "\" fontId=\"" + font
                + "\" fillId=\"0\" borderId=\"" + border + "\" xfId=\"0\"" + quoted);
        xml.append(number == GENERAL ? "" : " applyNumberFormat=\"1\"");
        xml.append(font == REGULAR ? "" : " applyFont=\"1\"");
        xml.append(border == NO_BORDER ? "" : " applyBorder=\"1\"");
        return add(xml.append(alignment.isEmpty() ? "/>" : " applyAlignment=\"1\">" + alignment + "</xf>")
                .toString());
    }

    private int add(String xml) {
        return formats.computeIfAbsent(xml, _ -> formats.size());
    }
}
