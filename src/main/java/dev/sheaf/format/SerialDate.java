package dev.sheaf.format;

import java.util.Arrays;

/// Turns dates and timestamps into serial numbers of Excel's 1900 date system (ECMA-376 part 1, 18.17.4.1).
///
/// Holds 1900-03-01 to 9999-12-31: before that Excel counts a 1900-02-29 that never was. The time of day is
/// rounded to 10^-12 days, by integers alone. One per column, since it keeps the day of the row before; not thread
/// safe.
final class SerialDate {

    /// Days from the serial number 0, 1899-12-30, to 1970-01-01.
    private static final int EPOCH = 25_569;
    /// 1900-03-01
    private static final int FIRST = 61;

    private static final int FRACTION_DIGITS = 12;

    private final TimestampText timestamp = new TimestampText();
    private final byte[] date = new byte[TimestampText.DATE_LENGTH];
    private final byte[] serial = new byte[7];
    private int serialLength;
    private long micros;

    /// Reads a date; false if Excel cannot hold it.
    boolean readDate(byte[] text, int from, int to) {
        micros = 0;
        return TimestampText.isDate(text, from, to) && readDay(text, from);
    }

    boolean readTimestamp(byte[] text, int from, int to) {
        if (!timestamp.read(text, from, to)) {
            return false;
        }
        micros = timestamp.micros;
        return readDay(text, from);
    }

    void put(Output out) {
        out.put(serial, 0, serialLength);
        if (micros != 0) {
            out.put('.');
            // micros / 86,400,000,000 * 10^12, rounded; it stays below 10^12 for every microsecond of a day
            out.putDigits((micros * 625 + 27) / 54, FRACTION_DIGITS);
        }
    }

    private boolean readDay(byte[] text, int from) {
        if (serialLength > 0 && Arrays.equals(text, from, from + date.length, date, 0, date.length)) {
            return true;
        }
        serialLength = 0;
        int year = TimestampText.two(text, from) * 100 + TimestampText.two(text, from + 2);
        int month = TimestampText.two(text, from + 5);
        int day = TimestampText.two(text, from + 8);
        if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return false;
        }
        int number = daysSinceEpoch(year, month, day) + EPOCH;
        if (number < FIRST) {
            return false;
        }
        System.arraycopy(text, from, date, 0, date.length);
        remember(number);
        return true;
    }

    private void remember(int number) {
        int length = 0;
        for (int rest = number; rest > 0; rest /= 10) {
            length++;
        }
        int rest = number;
        for (int at = length - 1; at >= 0; at--) {
            serial[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        serialLength = length;
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// Counts in years that begin in March, so that the leap day is a year's last.
    private static int daysSinceEpoch(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = (month + 9) % 12;
        return marchYear * 365
                + marchYear / 4
                - marchYear / 100
                + marchYear / 400
                + (marchMonth * 153 + 2) / 5
                + day
                - 719_469;
    }
}
