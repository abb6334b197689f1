package dev.sheaf.rows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Dates and times as PostgreSQL prints them in ISO style: `0044-03-15 BC`, `2026-11-24 15:32:01.5+01`.
///
/// The least and greatest values of Java's types are its infinities, as in PostgreSQL's driver.
final class TimeText {

    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    private TimeText() {}

    static String of(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return INFINITY;
        }
        return date.equals(LocalDate.MIN) ? MINUS_INFINITY : day(date) + era(date);
    }

    static String of(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX)) {
            return INFINITY;
        }
        return time.equals(LocalDateTime.MIN)
                ? MINUS_INFINITY
                : day(time.toLocalDate()) + " " + clock(time.toLocalTime()) + era(time.toLocalDate());
    }

    static String of(OffsetDateTime time, ZoneId zone) {
        if (time.equals(OffsetDateTime.MAX)) {
            return INFINITY;
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return MINUS_INFINITY;
        }
        ZonedDateTime there = time.atZoneSameInstant(zone);
        LocalDate date = there.toLocalDate();
        return day(date) + " " + clock(there.toLocalTime()) + offset(there.getOffset()) + era(date);
    }

    /// There is no year 0: 1 BC comes before 1.
    private static String day(LocalDate date) {
        var text = new StringBuilder();
        pad(text, date.getYear() > 0 ? date.getYear() : 1 - date.getYear(), 4).append('-');
        pad(text, date.getMonthValue(), 2).append('-');
        return pad(text, date.getDayOfMonth(), 2).toString();
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }

    private static String clock(LocalTime time) {
        var text = new StringBuilder();
        pad(text, time.getHour(), 2).append(':');
        pad(text, time.getMinute(), 2).append(':');
        pad(text, time.getSecond(), 2);
        int micros = time.getNano() / 1000;
        if (micros != 0) {
            pad(text.append('.'), micros, 6);
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
        return text.toString();
    }

    /// Minutes and seconds only where there are some.
    private static String offset(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        var text = new StringBuilder().append(offset.getTotalSeconds() < 0 ? '-' : '+');
        pad(text, seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            pad(text.append(':'), seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            pad(text.append(':'), seconds % 60, 2);
        }
        return text.toString();
    }

    private static StringBuilder pad(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
