package dev.sheaf.catalogue;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values as people will see them: in a CSV file its text, in a workbook what Excel makes of it.
final class Shown {

    /// As PostgreSQL prints a time: day, time, fraction, hours and minutes of the offset.
    private static final Pattern TIME =
            Pattern.compile("([0-9-]{10}) ([0-9:]{8})(\\.[0-9]+)?(?:([+-][0-9]{2})(:[0-9]{2})?)?");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private Shown() {}

    static String text(TypeColumn column, String value) {
        return switch (column.type()) {
            case BOOLEAN -> value.equals("t") ? "true" : "false";
            case TIMESTAMP -> isoTime(value);
            case ID, TEXT, INTEGER, DECIMAL, MONEY, PERCENT, DATE, URL, COUNTRY -> value;
        };
    }

    private static String isoTime(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            return value;
        }
        String fraction = time.group(3) == null ? "" : time.group(3);
        String minutes = time.group(5) == null ? ":00" : time.group(5);
        String offset = time.group(4) == null ? "" : time.group(4) + minutes;
        return time.group(1) + "T" + time.group(2) + fraction + (offset.matches("[+-]00:00") ? "Z" : offset);
    }

    static String cell(TypeColumn column, String value, Locale locale) {
        return switch (column.type()) {
            case BOOLEAN -> value.equals("t") ? "TRUE" : "FALSE";
            case TIMESTAMP -> TIME.matcher(value).replaceFirst("$1 $2");
            case PERCENT -> number(value, column.scale(), locale) + "%";
            case DECIMAL, MONEY -> number(value, column.scale(), locale);
            case INTEGER -> number(value, 0, locale);
            case ID, TEXT, DATE, URL, COUNTRY -> value;
        };
    }

    private static String number(String value, int decimals, Locale locale) {
        return NUMBER.matcher(value).matches()
                ? String.format(locale, "%,." + decimals + "f", new BigDecimal(value))
                : value;
    }
}
