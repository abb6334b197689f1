package dev.sheaf.bench.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/// What one would write in Java without Sheaf: a ResultSet into one of three libraries, a process of its own.
///
/// Says `done` after each run and waits for a line before the next; ends with its standard input.
final class JdbcExport {

    private static final int FETCH_SIZE = 5000;
    private static final String MOMENT = "yyyy-mm-dd hh:mm:ss";

    private JdbcExport() {}

    /// `fastcsv`, `fastexcel` or `sxssf`, and the number of rows; connection and file stand in the environment.
    public static void main(String[] arguments) throws IOException, SQLException {
        Map<String, String> environment = System.getenv();
        Path file = Path.of(environment.getOrDefault("BENCH_FILE", ""));
        String sql = Clicks.sql(Long.parseLong(arguments[1]));
        do {
            try (var connection = DriverManager.getConnection(
                    environment.getOrDefault("BENCH_URL", ""),
                    environment.getOrDefault("PGUSER", ""),
                    environment.getOrDefault("PGPASSWORD", ""))) {
                connection.setAutoCommit(false);
                try (var statement = connection.createStatement()) {
                    statement.setFetchSize(FETCH_SIZE);
                    try (ResultSet rows = statement.executeQuery(sql);
                            OutputStream out = Files.newOutputStream(file)) {
                        switch (arguments[0]) {
                            case "fastcsv" -> fastCsv(rows, out);
                            case "fastexcel" -> fastExcel(rows, out);
                            case "sxssf" -> sxssf(rows, out);
                            default -> throw new IllegalArgumentException(arguments[0]);
                        }
                    }
                }
            }
            System.out.println("done");
        } while (System.in.read() >= 0);
    }

    private static void fastCsv(ResultSet rows, OutputStream out) throws IOException, SQLException {
        List<String> names = names(rows.getMetaData());
        try (CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord(names);
            var record = new @Nullable String[names.size()];
            while (rows.next()) {
                for (int column = 0; column < record.length; column++) {
                    record[column] = rows.getString(column + 1);
                }
                csv.writeRecord(record);
            }
        }
    }

    private static void fastExcel(ResultSet rows, OutputStream out) throws IOException, SQLException {
        List<String> names = names(rows.getMetaData());
        int[] types = types(rows.getMetaData());
        try (var workbook = new Workbook(out, "bench", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Clicks");
            for (int column = 0; column < names.size(); column++) {
                sheet.inlineString(0, column, names.get(column));
            }
            for (int number = 1; rows.next(); number++) {
                for (int column = 0; column < types.length; column++) {
                    switch (value(rows, column + 1, types[column])) {
                        case null -> {}
                        case LocalDateTime moment -> {
                            sheet.value(number, column, moment);
                            sheet.style(number, column).format(MOMENT).set();
                        }
                        case Number count -> sheet.value(number, column, count);
                        case Boolean flag -> sheet.value(number, column, flag);
                        case Object text -> sheet.inlineString(number, column, text.toString());
                    }
                }
                if (number % 1000 == 0) {
                    sheet.flush();
                }
            }
        }
    }

    private static void sxssf(ResultSet rows, OutputStream out) throws IOException, SQLException {
        List<String> names = names(rows.getMetaData());
        int[] types = types(rows.getMetaData());
        try (var workbook = new SXSSFWorkbook(100)) {
            SXSSFSheet sheet = workbook.createSheet("Clicks");
            CellStyle moments = workbook.createCellStyle();
            moments.setDataFormat(workbook.createDataFormat().getFormat(MOMENT));
            var header = sheet.createRow(0);
            for (int column = 0; column < names.size(); column++) {
                header.createCell(column).setCellValue(names.get(column));
            }
            for (int number = 1; rows.next(); number++) {
                var row = sheet.createRow(number);
                for (int column = 0; column < types.length; column++) {
                    @Nullable Object value = value(rows, column + 1, types[column]);
                    if (value != null) {
                        set(row.createCell(column), value, moments);
                    }
                }
            }
            workbook.write(out);
        }
    }

    private static void set(Cell cell, Object value, CellStyle moments) {
        switch (value) {
            case LocalDateTime moment -> {
                cell.setCellValue(moment);
                cell.setCellStyle(moments);
            }
            case Number count -> cell.setCellValue(count.doubleValue());
            case Boolean flag -> cell.setCellValue(flag);
            default -> cell.setCellValue(value.toString());
        }
    }

    private static @Nullable Object value(ResultSet rows, int column, int type) throws SQLException {
        return switch (type) {
            case Types.BIGINT -> rows.getLong(column);
            case Types.NUMERIC -> rows.getObject(column, BigDecimal.class);
            case Types.BIT, Types.BOOLEAN -> rows.getBoolean(column);
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> {
                @Nullable OffsetDateTime moment = rows.getObject(column, OffsetDateTime.class);
                yield moment == null ? null : moment.toLocalDateTime();
            }
            default -> rows.getString(column);
        };
    }

    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        var names = new ArrayList<String>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            names.add(columns.getColumnName(column));
        }
        return names;
    }

    private static int[] types(ResultSetMetaData columns) throws SQLException {
        int[] types = new int[columns.getColumnCount()];
        for (int column = 1; column <= types.length; column++) {
            types[column - 1] = columns.getColumnType(column);
        }
        return types;
    }
}
