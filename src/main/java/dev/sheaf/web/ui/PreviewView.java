package dev.sheaf.web.ui;

import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.report.Preview;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first rows as the form shows them.
public record PreviewView(List<Head> heads, List<List<String>> rows) {

    public record Head(String label, boolean number) {}

    static PreviewView of(Preview preview) {
        List<TypeColumn> columns = preview.columns();
        return new PreviewView(
                columns.stream()
                        .map(column -> new Head(column.label(), column.numeric()))
                        .toList(),
                preview.rows().stream().map(row -> cells(columns, row)).toList());
    }

    private static List<String> cells(List<TypeColumn> columns, List<@Nullable String> row) {
        var cells = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            cells.add(columns.get(i).shown(row.get(i)));
        }
        return cells;
    }
}
