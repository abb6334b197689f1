package dev.sheaf.web.ui;

import dev.sheaf.catalogue.FileKind;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.report.Preview;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The first rows as they will look in the file, on the form: what stands in the text of a CSV file, and what Excel
/// shows of a workbook.
public record PreviewView(List<Head> heads, List<List<String>> rows) {

    public record Head(String label, boolean number) {}

    static PreviewView of(Preview preview, FileKind kind, Locale locale) {
        List<TypeColumn> columns = preview.columns();
        return new PreviewView(
                columns.stream()
                        .map(column -> new Head(column.label(), column.numeric()))
                        .toList(),
                preview.rows().stream()
                        .map(row -> cells(columns, row, kind, locale))
                        .toList());
    }

    private static List<String> cells(
            List<TypeColumn> columns, List<@Nullable String> row, FileKind kind, Locale locale) {
        var cells = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            String value = row.get(i);
            cells.add(value == null ? "" : columns.get(i).shown(value, kind, locale));
        }
        return cells;
    }
}
