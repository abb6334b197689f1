package dev.sheaf.build;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.format.Column;
import dev.sheaf.format.FileFormat;
import dev.sheaf.format.Layout;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

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

    /// `measured` are the widths that the content would have; those of the type's file come before them.
    Layout layout(List<Integer> measured) {
        List<Integer> widths = IntStream.range(0, measured.size())
                .mapToObj(column ->
                        Objects.requireNonNullElse(request.columns().get(column).width(), measured.get(column)))
                .toList();
        return new Layout(
                request.type().displayName(), columns(), widths, request.formulaGuard(), request.byteOrderMark());
    }
}
