package dev.sheaf.rows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Predicate;

/// Floating-point numbers as PostgreSQL prints them: the fewest digits that give the same number again, and an
/// exponent where the number is very small or large (`float8out`, `float4out`).
final class FloatText {

    private static final int LEAST_EXPONENT = -4;
    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;

    private FloatText() {}

    static String of(double value) {
        return Double.isFinite(value)
                ? finite(Double.toString(value), DOUBLE_DIGITS, one -> one.doubleValue() == value)
                : Double.toString(value);
    }

    static String of(float value) {
        return Float.isFinite(value)
                ? finite(Float.toString(value), FLOAT_DIGITS, one -> one.floatValue() == value)
                : Float.toString(value);
    }

    /// Java prints two digits even where one is enough (`4.9e-324` for `5e-324`).
    private static String finite(String shortest, int fixedBelow, Predicate<BigDecimal> same) {
        BigDecimal printed = new BigDecimal(shortest);
        BigDecimal oneDigit = printed.round(new MathContext(1));
        BigDecimal value = (same.test(oneDigit) ? oneDigit : printed).stripTrailingZeros();
        String sign = shortest.startsWith("-") ? "-" : "";
        if (value.signum() == 0) {
            return sign + "0";
        }
        String digits = value.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - value.scale();
        if (exponent >= LEAST_EXPONENT && exponent < fixedBelow) {
            return value.toPlainString();
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return "%s%s%se%s%02d"
                .formatted(sign, digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
