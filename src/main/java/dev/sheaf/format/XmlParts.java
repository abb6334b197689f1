package dev.sheaf.format;

import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The small parts of a workbook around its sheets (ECMA-376 part 1, 18.2, and part 2 for the package).
///
/// Numbers are never put in by `String.format`, which writes them in the digits of the default locale.
final class XmlParts {

    static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";
    private static final String CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private static final String CORE = "docProps/core.xml";
    private static final String APP = "docProps/app.xml";
    /// Characters that can still be read when they are fitted to the width of a page.
    private static final int PAGE_WIDTH = 180;

    static String sheetPath(int sheet) {
        return "xl/worksheets/sheet" + sheet + ".xml";
    }

    static String contentTypes(int sheets, int tables) {
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
        for (int table = 1; table <= tables; table++) {
            xml.append(override(TableParts.path(table), "table"));
        }
        xml.append("<Override PartName=\"/" + CORE + "\" ContentType=\"application/vnd.openxmlformats-package")
                .append(".core-properties+xml\"/><Override PartName=\"/" + APP + "\" ContentType=\"")
                .append("application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>");
        return xml.append("</Types>").toString();
    }

    static String packageRelationships() {
        return relationships(relationship(1, "officeDocument", "xl/workbook.xml") + "<Relationship Id=\"rId2\" Type=\""
                + PACKAGE + "/relationships/metadata/core-properties\" Target=\"" + CORE + "\"/>"
                + relationship(3, "extended-properties", APP));
    }

    /// ECMA-376 part 2, 8.3 and annex C.5. The time is the rows', so that the file is the same whenever it is made.
    static String coreProperties(@Nullable Cover cover) {
        return DECLARATION + "<cp:coreProperties xmlns:cp=\"" + PACKAGE + "/metadata/core-properties\""
                + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" + (cover == null ? "" : properties(cover))
                + "</cp:coreProperties>";
    }

    private static String properties(Cover cover) {
        String created = DateTimeFormatter.ISO_INSTANT.format(cover.asOf().truncatedTo(ChronoUnit.SECONDS));
        String time = " xsi:type=\"dcterms:W3CDTF\">" + created;
        return "<dc:title>" + escaped(cover.title()) + "</dc:title><dc:creator>" + escaped(cover.requestedBy())
                + "</dc:creator><dcterms:created" + time + "</dcterms:created><dcterms:modified" + time
                + "</dcterms:modified>";
    }

    static String appProperties() {
        return DECLARATION + "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                + "extended-properties\"><Application>Sheaf</Application></Properties>";
    }

    /// The filter's hidden name covers all rows that a sheet can have, as the sheet's own reference does. Without it
    /// LibreOffice shows no filter. A table has its own. The header of the first `data` sheets is printed on every
    /// page, as is the first column of the facets behind them.
    static String workbook(List<String> names, int data, boolean tables, int columns) {
        String range = "$A$1:$" + XlsxCell.letters(columns - 1) + "$" + XlsxFormat.MAX_ROWS;
        StringBuilder sheets = new StringBuilder();
        StringBuilder defined = new StringBuilder();
        for (int sheet = 0; sheet < names.size(); sheet++) {
            String name = escaped(names.get(sheet));
            int id = sheet + 1;
            sheets.append("<sheet name=\"" + name + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\"/>");
            String inSheet = "\" localSheetId=\"" + sheet + "\"";
            String quoted = "'" + name.replace("'", "''") + "'!";
            if (sheet < data && !tables) {
                defined.append("<definedName name=\"_xlnm._FilterDatabase" + inSheet + " hidden=\"1\">" + quoted + range
                        + "</definedName>");
            }
            if (sheet < Math.max(data, names.size() - 1)) {
                defined.append("<definedName name=\"_xlnm.Print_Titles" + inSheet + ">"
                        + (sheet < data ? "" : quoted + "$A:$A,") + quoted + "$1:$1</definedName>");
            }
        }
        return DECLARATION + "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONSHIPS + "\">"
                + "<bookViews><workbookView/></bookViews><sheets>" + sheets + "</sheets>"
                + (defined.isEmpty() ? "" : "<definedNames>" + defined + "</definedNames>") + "</workbook>";
    }

    static String workbookRelationships(int sheets) {
        StringBuilder xml = new StringBuilder();
        for (int sheet = 1; sheet <= sheets; sheet++) {
            xml.append(relationship(sheet, "worksheet", sheetPath(sheet).substring("xl/".length())));
        }
        return relationships(
                xml.append(relationship(sheets + 1, "styles", "styles.xml")).toString());
    }

    static String sheetHead(List<Integer> widths, boolean selected) {
        return worksheet() + "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView"
                + (selected ? " tabSelected=\"1\"" : "") + " workbookViewId=\"0\">"
                + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                + "<selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>"
                + columns(widths);
    }

    static String aboutHead(List<Integer> widths) {
        return worksheet() + "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>"
                + "<sheetView showGridLines=\"0\" workbookViewId=\"0\"/></sheetViews>" + columns(widths);
    }

    static String sheetTail(Layout layout, boolean table) {
        List<Column> columns = layout.columns();
        StringBuilder numbersAsText = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).type() == ValueType.ID) {
                String letters = XlsxCell.letters(column);
                numbersAsText.append("<ignoredError sqref=\"" + letters + "2:" + letters + XlsxFormat.MAX_ROWS
                        + "\" numberStoredAsText=\"1\"/>");
            }
        }
        String filter = "<autoFilter ref=\"A1:" + XlsxCell.letters(columns.size() - 1) + XlsxFormat.MAX_ROWS + "\"/>";
        return "</sheetData>" + (table ? "" : filter) + landscape(layout.widths())
                + (numbersAsText.isEmpty() ? "" : "<ignoredErrors>" + numbersAsText + "</ignoredErrors>")
                + (table ? "<tableParts count=\"1\"><tablePart r:id=\"rId1\"/></tableParts>" : "") + "</worksheet>";
    }

    /// Bars begin at nothing, so that their lengths can be compared; without a `minLength` nothing would have one of a
    /// tenth of the cell (ECMA-376 part 1, 18.3.1.28).
    static String facetTail(List<String> bars, List<Integer> widths) {
        StringBuilder xml = new StringBuilder("</sheetData>");
        for (int rule = 0; rule < bars.size(); rule++) {
            xml.append("<conditionalFormatting sqref=\"" + bars.get(rule) + "\"><cfRule type=\"dataBar\" priority=\""
                    + (rule + 1) + "\"><dataBar minLength=\"0\"><cfvo type=\"num\" val=\"0\"/><cfvo type=\"max\"/>"
                    + "<color rgb=\"FF9DB7D5\"/></dataBar></cfRule></conditionalFormatting>");
        }
        return xml.append(landscape(widths)).append("</worksheet>").toString();
    }

    static String aboutTail(List<Integer> widths) {
        return "</sheetData>" + landscape(widths) + "</worksheet>";
    }

    /// As many pages side by side as it takes for the text to stay readable.
    private static String landscape(List<Integer> widths) {
        int pages = 1 + widths.stream().mapToInt(width -> width).sum() / PAGE_WIDTH;
        return "<pageSetup orientation=\"landscape\" fitToWidth=\"" + pages + "\" fitToHeight=\"0\"/>";
    }

    private static String worksheet() {
        return DECLARATION + "<worksheet xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONSHIPS + "\">";
    }

    private static String columns(List<Integer> widths) {
        StringBuilder columns = new StringBuilder("<sheetFormatPr defaultRowHeight=\"15\"/><cols>");
        for (int column = 0; column < widths.size(); column++) {
            int number = column + 1;
            columns.append("<col min=\"" + number + "\" max=\"" + number + "\" width=\"" + widths.get(column)
                    + "\" customWidth=\"1\"/>");
        }
        return columns.append("</cols><sheetData>").toString();
    }

    static String relationships(String all) {
        return DECLARATION + "<Relationships xmlns=\"" + PACKAGE + "/relationships\">" + all + "</Relationships>";
    }

    private static String override(String path, String kind) {
        return "<Override PartName=\"/" + path + "\" ContentType=\"" + CONTENT + "." + kind + "+xml\"/>";
    }

    static String relationship(int id, String kind, String target) {
        return "<Relationship Id=\"rId" + id + "\" Type=\"" + RELATIONSHIPS + "/" + kind + "\" Target=\"" + target
                + "\"/>";
    }

    /// A text as content or attribute; characters that XML forbids are left out.
    static String escaped(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF\\p{Cs}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private XmlParts() {}
}
