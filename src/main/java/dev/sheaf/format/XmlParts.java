package dev.sheaf.format;

import java.util.List;

/// The small parts of a workbook around its sheets (ECMA-376 part 1, 18.2, and part 2 for the package).
///
/// Numbers are never put in by `String.format`, which writes them in the digits of the default locale.
final class XmlParts {

    static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";
    private static final String CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    static String sheetPath(int sheet) {
        return "xl/worksheets/sheet" + sheet + ".xml";
    }

    static String contentTypes(int sheets) {
        StringBuilder xml = new StringBuilder(DECLARATION)
                .append("<Types xmlns=\"")
                .append(PACKAGE)
                .append("/content-types\">")
                .append("<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package")
                .append(".relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>")
                .append(override("xl/workbook.xml", "sheet.main"))
                .append(override("xl/styles.xml", "styles"));
        for (int sheet = 1; sheet <= sheets; sheet++) {
            xml.append(override(sheetPath(sheet), "worksheet"));
        }
        return xml.append("</Types>").toString();
    }

    static String packageRelationships() {
        return DECLARATION + "<Relationships xmlns=\"" + PACKAGE + "/relationships\">"
                + relationship(1, "officeDocument", "xl/workbook.xml") + "</Relationships>";
    }

    /// The filter's hidden name covers all rows that a sheet can have, as the sheet's own reference does: the
    /// workbook stands in front of the sheets, when nobody knows how many rows will come. Without it LibreOffice
    /// shows no filter.
    static String workbook(List<String> names, int columns) {
        String range = "$A$1:$" + XlsxCell.letters(columns - 1) + "$" + XlsxFormat.MAX_ROWS;
        StringBuilder sheets = new StringBuilder();
        StringBuilder filters = new StringBuilder();
        for (int sheet = 0; sheet < names.size(); sheet++) {
            String name = escaped(names.get(sheet));
            int id = sheet + 1;
            sheets.append("<sheet name=\"" + name + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\"/>");
            filters.append("<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"" + sheet + "\" hidden=\"1\">'"
                    + name.replace("'", "''") + "'!" + range + "</definedName>");
        }
        return DECLARATION + "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONSHIPS + "\">"
                + "<bookViews><workbookView/></bookViews><sheets>" + sheets + "</sheets>"
                + "<definedNames>" + filters + "</definedNames></workbook>";
    }

    static String workbookRelationships(int sheets) {
        StringBuilder xml = new StringBuilder(DECLARATION)
                .append("<Relationships xmlns=\"")
                .append(PACKAGE)
                .append("/relationships\">");
        for (int sheet = 1; sheet <= sheets; sheet++) {
            xml.append(relationship(sheet, "worksheet", sheetPath(sheet).substring("xl/".length())));
        }
        return xml.append(relationship(sheets + 1, "styles", "styles.xml"))
                .append("</Relationships>")
                .toString();
    }

    static String sheetHead(Layout layout, boolean selected) {
        StringBuilder columns = new StringBuilder();
        for (int column = 0; column < layout.widths().size(); column++) {
            int number = column + 1;
            columns.append("<col min=\"" + number + "\" max=\"" + number + "\" width=\""
                    + layout.widths().get(column) + "\" customWidth=\"1\"/>");
        }
        return DECLARATION + "<worksheet xmlns=\"" + MAIN + "\"><sheetViews><sheetView"
                + (selected ? " tabSelected=\"1\"" : "") + " workbookViewId=\"0\">"
                + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                + "<selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>"
                + "<sheetFormatPr defaultRowHeight=\"15\"/><cols>" + columns + "</cols><sheetData>";
    }

    static String sheetTail(List<Column> columns) {
        StringBuilder numbersAsText = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).type() == ValueType.ID) {
                String letters = XlsxCell.letters(column);
                numbersAsText.append("<ignoredError sqref=\"" + letters + "2:" + letters + XlsxFormat.MAX_ROWS
                        + "\" numberStoredAsText=\"1\"/>");
            }
        }
        return "</sheetData><autoFilter ref=\"A1:" + XlsxCell.letters(columns.size() - 1) + XlsxFormat.MAX_ROWS + "\"/>"
                + (numbersAsText.isEmpty() ? "" : "<ignoredErrors>" + numbersAsText + "</ignoredErrors>")
                + "</worksheet>";
    }

    private static String override(String path, String kind) {
        return "<Override PartName=\"/" + path + "\" ContentType=\"" + CONTENT + "." + kind + "+xml\"/>";
    }

    private static String relationship(int id, String kind, String target) {
        return "<Relationship Id=\"rId" + id + "\" Type=\"" + RELATIONSHIPS + "/" + kind + "\" Target=\"" + target
                + "\"/>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private XmlParts() {}
}
