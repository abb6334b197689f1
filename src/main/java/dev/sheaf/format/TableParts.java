package dev.sheaf.format;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// The tables that the rows of a workbook's sheets are (ECMA-376 part 1, 18.5), one for each sheet.
///
/// Excel repairs a file whose table names its columns otherwise than the header cells do, so only plain labels that
/// differ make one; other rows get a filter and no table.
final class TableParts {

    private static final int MAX_LABEL = 255;

    static boolean fit(List<Column> columns) {
        var labels = new HashSet<String>();
        return columns.stream()
                .map(Column::label)
                .allMatch(label -> isPlain(label) && labels.add(label.toLowerCase(Locale.ROOT)));
    }

    private static boolean isPlain(String label) {
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        return label.length() <= MAX_LABEL
                && label.equals(label.strip())
                && !label.contains("_x")
                && label.chars().noneMatch(c -> c < ' ' || c >= 0xFFFE || Character.isSurrogate((char) c))
                && !FormulaGuard.suspects(bytes, 0, bytes.length);
    }

    static String path(int table) {
        return "xl/tables/table" + table + ".xml";
    }

    static String relationshipsPath(int sheet) {
        return "xl/worksheets/_rels/sheet" + sheet + ".xml.rels";
    }

    static String relationships(int table) {
        return XmlParts.relationships(XmlParts.relationship(1, "table", "../tables/table" + table + ".xml"));
    }

    /// A table has at least one row, which is blank if there are no data.
    static String table(int table, List<Column> columns, long rows) {
        String name = table == 1 ? "Report" : "Report_" + table;
        String range = "A1:" + XlsxCell.letters(columns.size() - 1) + (Math.max(rows, 1) + 1);
        StringBuilder xml = new StringBuilder(XmlParts.DECLARATION)
                .append("<table xmlns=\"" + XmlParts.MAIN + "\" id=\"" + table + "\" name=\"" + name
                        + "\" displayName=\"" + name + "\" ref=\"" + range
                        + "\" totalsRowShown=\"0\"><autoFilter ref=\""
                        + range + "\"/><tableColumns count=\"" + columns.size() + "\">");
        for (int column = 0; column < columns.size(); column++) {
            xml.append("<tableColumn id=\"" + (column + 1) + "\" name=\""
                    + XmlParts.escaped(columns.get(column).label()) + "\"/>");
        }
        return xml.append("</tableColumns><tableStyleInfo name=\"TableStyleLight1\" showFirstColumn=\"0\"")
                .append(" showLastColumn=\"0\" showRowStripes=\"1\" showColumnStripes=\"0\"/></table>")
                .toString();
    }

    private TableParts() {}
}
