package dev.sheaf.build;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.format.Column;
import dev.sheaf.format.FileFormat;
import dev.sheaf.format.Layout;
import java.util.List;

/// The format of the file that a request wants, and the layout of its columns.
record FileOf(ReportRequest request, FileFormat format) {

    static FileOf request(ReportRequest request) {
        return new FileOf(
                request,
                switch (request.type().kind()) {
                    case CSV -> request.gzip() ? FileFormat.csvGzip() : FileFormat.csv();
                    case XLSX -> FileFormat.xlsx();
                });
    }

    List<Column> columns() {
        return request.columns().stream().map(TypeColumn::inFile).toList();
    }

    Layout layout(List<Integer> widths) {
        return new Layout(
                request.type().displayName(), columns(), widths, request.formulaGuard(), request.byteOrderMark());
    }
}
