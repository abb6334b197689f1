package dev.sheaf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/// Reads workbooks with fastexcel-reader, which streams: large ones fit into memory.
public final class Workbooks {

    /// How XML writes what it cannot hold (ECMA-376 part 1, 22.9.2.19); this reader leaves the decoding to us.
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private Workbooks() {}

    /// All rows of all data sheets, each sheet's header left out. A cell is a String, a BigDecimal, a Boolean, or null.
    public static List<List<@Nullable Object>> rows(Path file) {
        try (var workbook = new ReadableWorkbook(file.toFile())) {
            var rows = new ArrayList<List<@Nullable Object>>();
            List<Sheet> sheets = workbook.getSheets()
                    .filter(sheet -> !sheet.getName().equals("About"))
                    .toList();
            for (Sheet sheet : sheets) {
                int columns = header(sheet).size();
                try (Stream<Row> stream = sheet.openStream()) {
                    stream.skip(1).forEach(row -> rows.add(values(row, columns)));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows of the first sheet as [#rows] gives them, one after the other, to `reader`.
    public static <T> T stream(Path file, Function<Iterator<List<@Nullable Object>>, T> reader) {
        try (var workbook = new ReadableWorkbook(file.toFile())) {
            Sheet sheet = workbook.getFirstSheet();
            int columns = header(sheet).size();
            try (Stream<Row> stream = sheet.openStream()) {
                return reader.apply(
                        stream.skip(1).map(row -> values(row, columns)).iterator());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The header row of the first sheet.
    public static List<String> header(Path file) {
        try (var workbook = new ReadableWorkbook(file.toFile())) {
            return header(workbook.getFirstSheet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> header(Sheet sheet) throws IOException {
        try (Stream<Row> rows = sheet.openStream()) {
            return rows.findFirst().orElseThrow().stream().map(Cell::getText).toList();
        }
    }

    private static List<@Nullable Object> values(Row row, int columns) {
        var values = new ArrayList<@Nullable Object>();
        for (int column = 0; column < columns; column++) {
            values.add(row.getOptionalCell(column).map(Workbooks::value).orElse(null));
        }
        return values;
    }

    private static @Nullable Object value(Cell cell) {
        if (cell.getType() == CellType.NUMBER) {
            return new BigDecimal(cell.getRawValue());
        }
        return switch (cell.getValue()) {
            case String text -> decoded(text);
            case null -> null;
            case Object other -> other;
        };
    }

    private static String decoded(String text) {
        Matcher matcher = ESCAPE.matcher(text);
        return matcher.replaceAll(
                match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }
}
