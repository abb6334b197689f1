package dev.sheaf.format;

/// One number as PostgreSQL prints it, and whether Excel can hold it: 15 significant digits and the range of a
/// double.
///
/// Works on the digits alone, never through floating point. Not thread safe.
final class DecimalText {

    private static final int SIGNIFICANT = 15;
    private static final int MAGNITUDE = 307;
    private static final int MAX_EXPONENT = 9_999;

    private int first;
    private int point;
    private int mantissaEnd;
    private int exponent;

    /// Reads a number; false if Excel would change it or it is none, such as `NaN`.
    boolean read(byte[] text, int from, int to) {
        first = from < to && text[from] == '-' ? from + 1 : from;
        point = -1;
        int firstDigit = -1;
        int lastDigit = -1;
        int at = first;
        for (; at < to; at++) {
            byte b = text[at];
            if (b == '.' && point < 0) {
                point = at;
            } else if (b > '0' && b <= '9') {
                firstDigit = firstDigit < 0 ? at : firstDigit;
                lastDigit = at;
            } else if (b != '0') {
                break;
            }
        }
        mantissaEnd = at;
        if (point < 0) {
            point = at;
        }
        if (point == first || point == at - 1 || at - first > XmlText.MAX_LENGTH || !readExponent(text, at, to)) {
            return false;
        }
        return firstDigit < 0 || isHeld(firstDigit, lastDigit);
    }

    /// Puts the hundredth part of the number that was read: a percentage as a fraction.
    void putHundredth(byte[] text, int from, Output out) {
        out.put(text, from, first);
        int whole = point - first;
        if (whole > 2) {
            out.put(text, first, point - 2);
        } else {
            out.put('0');
        }
        out.put('.');
        if (whole == 1) {
            out.put('0');
        }
        out.put(text, Math.max(first, point - 2), point);
        if (point < mantissaEnd) {
            out.put(text, point + 1, mantissaEnd);
        }
        if (exponent != 0) {
            out.put('E');
            out.put(exponent < 0 ? '-' : '+');
            out.putDigits(Math.abs(exponent), 4);
        }
    }

    private boolean readExponent(byte[] text, int from, int to) {
        exponent = 0;
        if (from == to) {
            return true;
        }
        if ((text[from] | 0x20) != 'e') {
            return false;
        }
        int at = from + 1;
        boolean negative = at < to && text[at] == '-';
        if (negative || (at < to && text[at] == '+')) {
            at++;
        }
        int digits = at;
        while (at < to && text[at] >= '0' && text[at] <= '9' && exponent <= MAX_EXPONENT / 10) {
            exponent = exponent * 10 + text[at] - '0';
            at++;
        }
        if (negative) {
            exponent = -exponent;
        }
        return at == to && at > digits;
    }

    private boolean isHeld(int firstDigit, int lastDigit) {
        boolean pointBetween = firstDigit < point && point < lastDigit;
        int significant = lastDigit - firstDigit + (pointBetween ? 0 : 1);
        int magnitude = (firstDigit < point ? point - firstDigit - 1 : point - firstDigit) + exponent;
        return significant <= SIGNIFICANT && magnitude <= MAGNITUDE && magnitude >= 2 - MAGNITUDE;
    }
}
