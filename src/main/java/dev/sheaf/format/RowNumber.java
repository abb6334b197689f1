package dev.sheaf.format;

/// A row's 1-based number, kept as decimal digits because it is written in front of every cell. Not thread safe.
final class RowNumber {

    private final byte[] digits = new byte[8];
    private int start = digits.length;

    RowNumber(long first) {
        for (long rest = first; rest > 0; rest /= 10) {
            digits[--start] = (byte) ('0' + rest % 10);
        }
    }

    void increment() {
        int at = digits.length - 1;
        while (at >= start && digits[at] == '9') {
            digits[at--] = '0';
        }
        if (at < start) {
            start = at;
            digits[at] = '0';
        }
        digits[at]++;
    }

    void put(Output out) {
        byte[] bytes = out.bytes;
        int to = out.at;
        for (int at = start; at < digits.length; at++) {
            bytes[to++] = digits[at];
        }
        out.at = to;
    }
}
