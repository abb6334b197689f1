package dev.sheaf.testing;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a cell must hold for a value that JDBC gives.
public final class Expected {

    private static final int LONGEST_CELL = 32_767;
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

    private Expected() {}

    /// The query of that name under `expected/`, which has the time zone for its only parameter.
    public static String query(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Expected.class.getResourceAsStream("/expected/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The rows of that query, one after the other, to `reader`: more than fit into memory.
    public static <T> T stream(
            Connection connection, String name, ZoneId zone, Function<Iterator<List<@Nullable Object>>, T> reader)
            throws IOException, SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(query(name))) {
            statement.setFetchSize(1000);
            statement.setString(1, zone.getId());
            try (ResultSet rows = statement.executeQuery()) {
                return reader.apply(new Iterator<>() {
                    private boolean more = rows.next();

                    @Override
                    public boolean hasNext() {
                        return more;
                    }

                    @Override
                    public List<@Nullable Object> next() {
                        try {
                            List<@Nullable Object> cells = cells(rows, zone);
                            more = rows.next();
                            return cells;
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                });
            }
        }
    }

    /// A row of a result set as [Workbooks#rows] would give it: text cut at Excel's length, dates and times as
    /// serial numbers in `zone`. Columns that shall be text though they are numbers must be cast by the query.
    public static List<@Nullable Object> cells(ResultSet row, ZoneId zone) throws SQLException {
        var cells = new ArrayList<@Nullable Object>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            cells.add(cell(row.getObject(column), zone));
        }
        return cells;
    }

    private static @Nullable Object cell(@Nullable Object value, ZoneId zone) {
        return switch (value) {
            case null -> null;
            case String text -> text.length() <= LONGEST_CELL ? text : cut(text);
            case Boolean flag -> flag;
            case Timestamp time -> serial(time.toInstant().atZone(zone).toLocalDateTime());
            case OffsetDateTime time -> serial(time.atZoneSameInstant(zone).toLocalDateTime());
            case Date date -> serial(date.toLocalDate().atStartOfDay());
            case Number number -> number(new BigDecimal(number.toString()));
            default -> throw new IllegalArgumentException("No rule for " + value.getClass());
        };
    }

    /// Excel keeps 15 significant digits; a number with more is text.
    private static Object number(BigDecimal number) {
        return number.stripTrailingZeros().precision() > 15 ? number.toPlainString() : number;
    }

    private static String cut(String text) {
        int end = LONGEST_CELL - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /// Days since 1899-12-30, right for dates from 1900-03-01 on.
    private static BigDecimal serial(LocalDateTime time) {
        long days = ChronoUnit.DAYS.between(DAY_ZERO, time.toLocalDate());
        long micros = time.toLocalTime().toNanoOfDay() / 1000;
        return BigDecimal.valueOf(days)
                .add(BigDecimal.valueOf(micros)
                        .divide(BigDecimal.valueOf(86_400_000_000L), 20, RoundingMode.HALF_EVEN));
    }
}
