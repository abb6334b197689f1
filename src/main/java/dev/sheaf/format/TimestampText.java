package dev.sheaf.format;

/// One date or timestamp as PostgreSQL prints it in ISO style: `2026-11-24` or `2026-11-24 15:32:01.123456+01:30`.
///
/// Answers false for all that has another shape, among it `infinity`, years before 1 or after 9999. Reads fields
/// in place; made once per column, not thread safe.
final class TimestampText {

    static final int DATE_LENGTH = 10;

    private static final int SECONDS_END = 19;

    /// Microseconds since midnight, of the last timestamp.
    long micros;
    /// Where the offset begins, which is the field's end if there is none.
    int offsetStart;

    static boolean isDate(byte[] text, int from, int to) {
        return to - from == DATE_LENGTH && startsWithDate(text, from);
    }

    boolean read(byte[] text, int from, int to) {
        if (to - from < SECONDS_END || !startsWithDate(text, from) || text[from + DATE_LENGTH] != ' ') {
            return false;
        }
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return false;
        }
        if (text[from + 13] != ':' || text[from + 16] != ':') {
            return false;
        }
        micros = (hour * 3600L + minute * 60L + second) * 1_000_000;
        return readFraction(text, from + SECONDS_END, to) && isOffset(text, offsetStart, to);
    }

    private boolean readFraction(byte[] text, int from, int to) {
        offsetStart = from;
        if (from == to || text[from] != '.') {
            return true;
        }
        int at = from + 1;
        int unit = 100_000;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            micros += (long) unit * (text[at] - '0');
            unit /= 10;
            at++;
        }
        offsetStart = at;
        return at - from > 1 && at - from <= 7;
    }

    /// Nothing, `+HH`, `+HH:MM` or `+HH:MM:SS`.
    private static boolean isOffset(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return true;
        }
        if (length % 3 != 0 || length > 9 || (text[from] != '+' && text[from] != '-')) {
            return false;
        }
        for (int at = from; at < to; at += 3) {
            if (two(text, at + 1) < 0 || (at > from && text[at] != ':')) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWithDate(byte[] text, int from) {
        return two(text, from) >= 0
                && two(text, from + 2) >= 0
                && text[from + 4] == '-'
                && two(text, from + 5) >= 0
                && text[from + 7] == '-'
                && two(text, from + 8) >= 0;
    }

    /// The number that two digits make; negative if they are none.
    static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
