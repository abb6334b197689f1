package dev.sheaf.bench.export;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/// Keeps a broken run from looking fast: each contender's first file is read back and its rows are counted, and the
/// later ones must be as large.
final class FileCheck {

    private final Map<String, Long> sizes = new HashMap<>();

    void file(String contender, Path file, long rows) throws IOException {
        long size = Files.size(file);
        Long first = sizes.get(contender);
        if (first == null) {
            long found = (file.toString().contains(".csv") ? csvRows(file) : xlsxRows(file)) - 1;
            if (found != rows) {
                throw new IllegalStateException(contender + " wrote " + found + " rows instead of " + rows);
            }
            sizes.put(contender, size);
        } else if (Math.abs(size - first) > first / 1000) {
            throw new IllegalStateException(contender + " wrote " + size + " bytes, but " + first + " before");
        }
    }

    private static long csvRows(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
                var csv = CsvReader.builder().ofCsvRecord(plain)) {
            return csv.stream().count();
        }
    }

    private static long xlsxRows(Path file) throws IOException {
        try (var workbook = new ReadableWorkbook(file.toFile());
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            return rows.count();
        }
    }
}
