package dev.sheaf.catalogue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Regular expressions that match the numbers between two limits and no others. They use only what Java and
/// ECMA-262 understand alike, so that a JSON Schema can carry them.
final class NumberPattern {

    static final String ZEROS = "0{0,20}";
    private static final int DECIMALS = 30;

    private NumberPattern() {}

    /// Whole numbers from `min` to `max`, also with a fraction of nothing: `7`, `007`, `7.0`.
    static String whole(BigInteger min, BigInteger max) {
        return signed(min, max, (least, most) -> "(?:" + between(least, most) + ")(?:\\.0{1,20})?");
    }

    /// Numbers from `min` to `max` with at most 30 digits behind the point that count.
    static String decimal(BigInteger min, BigInteger max) {
        return signed(min, max, (least, most) -> {
            String nothing = "(?:\\.0{1,40})?";
            String below = most.compareTo(least) > 0
                    ? "(?:" + between(least, most.subtract(BigInteger.ONE)) + ")(?:\\.[0-9]{1," + DECIMALS
                            + "}0{0,10})?|"
                    : "";
            return "(?:" + below + "(?:" + between(most, most) + ")" + nothing + ")";
        });
    }

    private interface Unsigned {
        String pattern(BigInteger least, BigInteger most);
    }

    private static String signed(BigInteger min, BigInteger max, Unsigned unsigned) {
        var patterns = new ArrayList<String>();
        if (max.signum() >= 0) {
            patterns.add(ZEROS + unsigned.pattern(min.max(BigInteger.ZERO), max));
        }
        if (min.signum() <= 0) {
            BigInteger least = max.signum() < 0 ? max.negate() : BigInteger.ZERO;
            patterns.add("-" + ZEROS + unsigned.pattern(least, min.negate()));
        }
        return "(?:" + String.join("|", patterns) + ")";
    }

    /// The digits of the whole numbers from `least` to `most`, without zeros in front.
    private static String between(BigInteger least, BigInteger most) {
        var patterns = new ArrayList<String>();
        int longest = most.toString().length();
        for (int digits = least.toString().length(); digits <= longest; digits++) {
            BigInteger first = digits == 1 ? BigInteger.ZERO : BigInteger.TEN.pow(digits - 1);
            BigInteger last = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
            patterns.addAll(
                    sameLength(least.max(first).toString(), most.min(last).toString()));
        }
        return String.join("|", patterns);
    }

    private static List<String> sameLength(String from, String to) {
        if (from.isEmpty()) {
            return List.of("");
        }
        char first = from.charAt(0);
        char last = to.charAt(0);
        String fromRest = from.substring(1);
        String toRest = to.substring(1);
        int rest = fromRest.length();
        if (first == last) {
            return sameLength(fromRest, toRest).stream()
                    .map(tail -> first + tail)
                    .toList();
        }
        var patterns = new ArrayList<String>();
        boolean firstWhole = fromRest.chars().allMatch(digit -> digit == '0');
        if (!firstWhole) {
            sameLength(fromRest, "9".repeat(rest)).forEach(tail -> patterns.add(first + tail));
        }
        boolean lastWhole = toRest.chars().allMatch(digit -> digit == '9');
        char between = (char) (firstWhole ? first : first + 1);
        char until = (char) (lastWhole ? last : last - 1);
        if (between <= until) {
            patterns.add("[" + between + "-" + until + "]" + anyDigits(rest));
        }
        if (!lastWhole) {
            sameLength("0".repeat(rest), toRest).forEach(tail -> patterns.add(last + tail));
        }
        return patterns;
    }

    private static String anyDigits(int count) {
        return count == 0 ? "" : "[0-9]{" + count + "}";
    }
}
