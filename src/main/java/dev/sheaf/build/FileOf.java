package dev.sheaf.build;

import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.TypeColumn;
import dev.sheaf.format.Assembly;
import dev.sheaf.format.Column;
import dev.sheaf.format.Cover;
import dev.sheaf.format.FileFormat;
import dev.sheaf.format.Layout;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The format of the file that a request wants, the layout of its columns, and what it tells besides its rows.
record FileOf(
        ReportRequest request, FileFormat format, @Nullable Cover cover) {

    static FileOf request(ReportRequest request) {
        return new FileOf(
                request,
                switch (request.type().kind()) {
                    case CSV -> request.gzip() ? FileFormat.csvGzip() : FileFormat.csv();
                    case XLSX -> FileFormat.xlsx();
                },
                null);
    }

    FileOf with(Cover told) {
        return new FileOf(request, format, told);
    }

    List<Column> columns() {
        List<String> names = request.columns().stream().map(TypeColumn::name).toList();
        return request.columns().stream()
                .map(column -> column.inFile(names.indexOf(Objects.requireNonNullElse(column.currency(), ""))))
                .toList();
    }

    byte[] head(List<Integer> measured) {
        return format.head(layout(measured));
    }

    Assembly assembly(List<Integer> measured, int sheets) {
        return format.assembly(layout(measured), sheets, cover);
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
