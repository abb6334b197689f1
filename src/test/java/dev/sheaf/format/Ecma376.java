package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlException;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.officeDocument.x2006.extendedProperties.PropertiesDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.StyleSheetDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.TableDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.WorkbookDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.WorksheetDocument;

/// Holds the parts of a workbook to the schemas of the standard.
final class Ecma376 {

    static void check(byte[] file) {
        Readers.entries(file).forEach((name, content) -> {
            try {
                XmlObject part = part(name, content);
                if (part != null) {
                    List<XmlError> errors = new ArrayList<>();
                    part.validate(new XmlOptions().setErrorListener(errors));
                    assertThat(errors).as(name).isEmpty();
                }
            } catch (XmlException | IOException e) {
                throw new AssertionError(name, e);
            }
        });
    }

    private static @Nullable XmlObject part(String name, byte[] content) throws XmlException, IOException {
        var in = new ByteArrayInputStream(content);
        return switch (name.replaceAll("[0-9]+", "")) {
            case "xl/workbook.xml" -> WorkbookDocument.Factory.parse(in);
            case "xl/styles.xml" -> StyleSheetDocument.Factory.parse(in);
            case "xl/worksheets/sheet.xml" -> WorksheetDocument.Factory.parse(in);
            case "xl/tables/table.xml" -> TableDocument.Factory.parse(in);
            case "docProps/app.xml" -> PropertiesDocument.Factory.parse(in);
            // The rules of packages, which are part two of the standard, are POI's to check when it opens the file.
            case "[Content_Types].xml",
                    "_rels/.rels",
                    "xl/_rels/workbook.xml.rels",
                    "xl/worksheets/_rels/sheet.xml.rels",
                    "docProps/core.xml" -> null;
            default -> throw new AssertionError("Unknown part " + name);
        };
    }

    private Ecma376() {}
}
