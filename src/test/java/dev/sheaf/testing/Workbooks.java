package dev.sheaf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            for (Sheet sheet : data(workbook)) {
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

    /// A data sheet, and how many rows it has below its header, which is that of the first sheet.
    public record Size(String sheet, long rows) {}

    public static Size size(String sheet, long rows) {
        return new Size(sheet, rows);
    }

    public static List<Size> sizes(Path file) {
        try (var workbook = new ReadableWorkbook(file.toFile())) {
            List<String> header = header(workbook.getFirstSheet());
            var sizes = new ArrayList<Size>();
            for (Sheet sheet : data(workbook)) {
                if (!header(sheet).equals(header)) {
                    throw new AssertionError(sheet.getName() + " has another header");
                }
                try (Stream<Row> rows = sheet.openStream()) {
                    sizes.add(new Size(sheet.getName(), rows.count() - 1));
                }
            }
            return sizes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows of all data sheets, one after the other, to `reader`.
    public static <T> T streamAll(Path file, Function<Iterator<List<@Nullable Object>>, T> reader) {
        try (var workbook = new ReadableWorkbook(file.toFile())) {
            int columns = header(workbook.getFirstSheet()).size();
            Iterator<Sheet> sheets = data(workbook).iterator();
            return reader.apply(new Iterator<>() {
                private Iterator<Row> rows = List.<Row>of().iterator();

                @Override
                public boolean hasNext() {
                    while (!rows.hasNext() && sheets.hasNext()) {
                        rows = open(sheets.next());
                    }
                    return rows.hasNext();
                }

                @Override
                public List<@Nullable Object> next() {
                    return values(rows.next(), columns);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Read to its end it needs no closing.
    @SuppressWarnings("MustBeClosedChecker")
    private static Iterator<Row> open(Sheet sheet) {
        try {
            return sheet.openStream().skip(1).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Sheet> data(ReadableWorkbook workbook) {
        return workbook.getSheets()
                .filter(sheet -> !sheet.getName().equals("About"))
                .toList();
    }

    /// The rows of a sheet as they are, their cells joined by " | ".
    public static List<String> text(Path file, String name) {
        try (var workbook = new ReadableWorkbook(file.toFile());
                Stream<Row> rows = workbook.findSheet(name).orElseThrow().openStream()) {
            return rows.map(row -> row.stream()
                            .filter(Objects::nonNull)
                            .map(Cell::getText)
                            .collect(Collectors.joining(" | ")))
                    .toList();
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

    /// A text of a reader that leaves the decoding to us.
    public static String decoded(String text) {
        Matcher matcher = ESCAPE.matcher(text);
        return matcher.replaceAll(
                match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }
}
