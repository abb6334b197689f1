package dev.sheaf.format;

/// Finds texts that a spreadsheet program would take for a formula (CWE-1236).
///
/// A text is suspect if it begins, behind any blanks, with `=`, `+`, `-`, `@`, a full-width form of these, a tab or a
/// line break, unless it is a plain number with a sign such as `-5`, `+4.2`, `-1e5` or `-12.5%`.
final class FormulaGuard {

    static boolean suspects(byte[] bytes, int from, int to) {
        return switch (CopyFields.first(bytes, from, to)) {
            case '=', '@', '\t', '\r', '\n' -> true;
            case '+', '-' -> !isNumber(bytes, from + 1, to);
            case (byte) 0xEF -> isFullWidthSign(bytes, from, to);
            case ' ' -> suspects(bytes, blanks(bytes, from, to), to);
            default -> false;
        };
    }

    private static int blanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isNumber(byte[] bytes, int from, int to) {
        int at = digits(bytes, from, to);
        int count = at - from;
        if (at < to && bytes[at] == '.') {
            int point = at;
            at = digits(bytes, at + 1, to);
            count += at - point - 1;
        }
        if (count == 0) {
            return false;
        }
        if (at < to && (bytes[at] | 0x20) == 'e') {
            int sign = at + 1 < to && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? 1 : 0;
            int exponent = at + 1 + sign;
            at = digits(bytes, exponent, to);
            if (at == exponent) {
                return false;
            }
        }
        if (at < to && bytes[at] == '%') {
            at++;
        }
        return at == to;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /// U+FF1D, U+FF0B, U+FF0D and U+FF20, which East Asian input methods produce and Excel may take for ASCII.
    private static boolean isFullWidthSign(byte[] bytes, int from, int to) {
        if (to - from < 3 || bytes[from + 1] != (byte) 0xBC) {
            return false;
        }
        return switch (bytes[from + 2]) {
            case (byte) 0x9D, (byte) 0x8B, (byte) 0x8D, (byte) 0xA0 -> true;
            default -> false;
        };
    }

    private FormulaGuard() {}
}
