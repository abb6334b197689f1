package dev.sheaf.format;

import java.util.ArrayList;
import java.util.List;

/// The cell formats of one workbook (ECMA-376 part 1, 18.8): only those that its columns use, in a fixed order.
///
/// A guarded cell has its column's format and `quotePrefix`, which keeps Excel from reading the text as a formula
/// when somebody edits the cell.
final class Styles {

    static final int HEADER = 1;
    static final int GUARDED_HEADER = 2;

    private static final int GENERAL = 0;
    private static final int TEXT = 49;
    private static final int FIRST_CUSTOM = 164;

    private final List<String> codes = new ArrayList<>();
    private final List<String> formats = new ArrayList<>();
    private final int[] plain;
    private final int[] guarded;

    Styles(List<Column> columns) {
        formats.add("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>");
        formats.add(header(""));
        formats.add(header(" quotePrefix=\"1\""));
        plain = new int[columns.size()];
        guarded = new int[columns.size()];
        for (int column = 0; column < plain.length; column++) {
            int number = numberFormat(columns.get(column));
            plain[column] = number == GENERAL ? 0 : format(number, "");
            guarded[column] =
                    columns.get(column).type().isText() ? format(number, " quotePrefix=\"1\"") : plain[column];
        }
    }

    int plain(int column) {
        return plain[column];
    }

    int guarded(int column) {
        return guarded[column];
    }

    String xml() {
        StringBuilder xml = new StringBuilder(XmlParts.DECLARATION)
                .append("<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        if (!codes.isEmpty()) {
            xml.append("<numFmts count=\"").append(codes.size()).append("\">");
            for (int code = 0; code < codes.size(); code++) {
                xml.append(
                        "<numFmt numFmtId=\"" + (FIRST_CUSTOM + code) + "\" formatCode=\"" + codes.get(code) + "\"/>");
            }
            xml.append("</numFmts>");
        }
        return xml.append("""
                        <fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
                        <font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
                        <fills count="3"><fill><patternFill patternType="none"/></fill>\
                        <fill><patternFill patternType="gray125"/></fill>\
                        <fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/><bgColor indexed="64"/>\
                        </patternFill></fill></fills>\
                        <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
                        <border><left/><right/><top/><bottom style="thin"><color rgb="FF7F8FA3"/></bottom><diagonal/>\
                        </border></borders>\
                        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>""")
                .append("<cellXfs count=\"")
                .append(formats.size())
                .append("\">")
                .append(String.join("", formats))
                .append("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>")
                .append("</cellStyles></styleSheet>")
                .toString();
    }

    private static String header(String extra) {
        return "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\"" + extra + " applyFont=\"1\""
                + " applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"center\"/></xf>";
    }

    private int numberFormat(Column column) {
        return switch (column.type()) {
            case TEXT, URL, COUNTRY, BOOLEAN -> GENERAL;
            case ID -> TEXT;
            case INTEGER -> 3;
            case DECIMAL, MONEY -> custom("#,##0" + fraction(column.scale()));
            case PERCENT -> custom("0" + fraction(column.scale()) + "%");
            case DATE -> custom("yyyy\\-mm\\-dd");
            case TIMESTAMP -> custom("yyyy\\-mm\\-dd\\ hh:mm:ss");
        };
    }

    private static String fraction(int scale) {
        return scale == 0 ? "" : "." + "0".repeat(scale);
    }

    private int custom(String code) {
        if (!codes.contains(code)) {
            codes.add(code);
        }
        return FIRST_CUSTOM + codes.indexOf(code);
    }

    private int format(int number, String extra) {
        String xml = "<xf numFmtId=\"" + number + "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"" + extra
                + " applyNumberFormat=\"1\"/>";
        if (!formats.contains(xml)) {
            formats.add(xml);
        }
        return formats.indexOf(xml);
    }
}
