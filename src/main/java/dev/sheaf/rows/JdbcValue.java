package dev.sheaf.rows;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How one column of a result set is read: as the text that PostgreSQL would print for its value.
@FunctionalInterface
interface JdbcValue {

    @Nullable
    String read(ResultSet row, int column) throws SQLException;

    /// `zone` is where times with a zone are shown.
    static JdbcValue of(ResultSetMetaData columns, int column, ZoneId zone) throws SQLException {
        String name = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        return switch (columns.getColumnType(column)) {
            case Types.BOOLEAN -> JdbcValue::bool;
            // PostgreSQL's driver calls a boolean a bit.
            case Types.BIT -> name.equals("bool") ? JdbcValue::bool : ResultSet::getString;
            case Types.NUMERIC, Types.DECIMAL -> JdbcValue::number;
            // Money is a double to PostgreSQL's driver, but its text has a currency.
            case Types.FLOAT, Types.DOUBLE -> name.equals("money") ? ResultSet::getString : JdbcValue::float8;
            case Types.REAL -> JdbcValue::float4;
            case Types.DATE -> JdbcValue::date;
            case Types.TIMESTAMP ->
                name.equals("timestamptz") ? (row, at) -> instant(row, at, zone) : JdbcValue::timestamp;
            case Types.TIMESTAMP_WITH_TIMEZONE -> (row, at) -> instant(row, at, zone);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> JdbcValue::bytes;
            default -> ResultSet::getString;
        };
    }

    private static @Nullable String bool(ResultSet row, int column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value ? "t" : "f";
    }

    /// NaN and the infinities of PostgreSQL are no BigDecimal, but have a text.
    private static @Nullable String number(ResultSet row, int column) throws SQLException {
        return row.getObject(column) instanceof BigDecimal number ? number.toPlainString() : row.getString(column);
    }

    private static @Nullable String float8(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : FloatText.of(value);
    }

    private static @Nullable String float4(ResultSet row, int column) throws SQLException {
        float value = row.getFloat(column);
        return row.wasNull() ? null : FloatText.of(value);
    }

    private static @Nullable String date(ResultSet row, int column) throws SQLException {
        LocalDate value = row.getObject(column, LocalDate.class);
        return value == null ? null : TimeText.of(value);
    }

    private static @Nullable String timestamp(ResultSet row, int column) throws SQLException {
        LocalDateTime value = row.getObject(column, LocalDateTime.class);
        return value == null ? null : TimeText.of(value);
    }

    private static @Nullable String instant(ResultSet row, int column, ZoneId zone) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : TimeText.of(value, zone);
    }

    private static @Nullable String bytes(ResultSet row, int column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? null : "\\x" + HexFormat.of().formatHex(value);
    }
}
