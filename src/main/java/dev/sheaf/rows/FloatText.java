package dev.sheaf.rows;

import java.math.BigDecimal;

/// Floating-point numbers as PostgreSQL prints them: the fewest digits that give the same number again, and an
/// exponent where the number is very small or large (`float8out`, `float4out`).
final class FloatText {

    private static final int LEAST_EXPONENT = -4;
    private static final int DOUBLE_DIGITS = 15;
    private static final int FLOAT_DIGITS = 6;

    private FloatText() {}

    static String of(double value) {
        return Double.isFinite(value) ? finite(Double.toString(value), DOUBLE_DIGITS) : Double.toString(value);
    }

    static String of(float value) {
        return Float.isFinite(value) ? finite(Float.toString(value), FLOAT_DIGITS) : Float.toString(value);
    }

    private static String finite(String shortest, int fixedBelow) {
        BigDecimal value = new BigDecimal(shortest).stripTrailingZeros();
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
