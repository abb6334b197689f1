package dev.sheaf.testing;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import tools.jackson.databind.JsonNode;

/// The rows of a finished file, read back by readers that are not ours. Values are text, by the label of their
/// column; an empty cell is an empty text.
public final class Downloaded {

    private Downloaded() {}

    /// Downloads the file of a completed report and reads all its rows.
    public static List<Map<String, String>> rows(JsonNode export, Path folder) {
        Path file = Api.download(export, folder);
        try {
            return file.toString().endsWith(".csv") ? csv(file) : xlsx(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<String, String>> csv(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return reader.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
        }
    }

    private static List<Map<String, String>> xlsx(Path file) throws IOException {
        var found = new ArrayList<Map<String, String>>();
        try (InputStream in = Files.newInputStream(file);
                ReadableWorkbook workbook = new ReadableWorkbook(in);
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            var labels = new ArrayList<String>();
            rows.forEach(row -> {
                if (labels.isEmpty()) {
                    row.forEach(cell -> labels.add(cell.getText()));
                } else {
                    var values = new LinkedHashMap<String, String>();
                    for (int i = 0; i < labels.size(); i++) {
                        values.put(labels.get(i), row.getCellText(i));
                    }
                    found.add(values);
                }
            });
        }
        return found;
    }
}
