package dev.sheaf.catalogue;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What kind of value a filter takes. Each brings a value into its one canonical text, or says what it should be.
public enum FilterType {
    TEXT("text", "text"),
    SEARCH("text", "text to look for"),
    ID("bigint", "a positive whole number"),
    INTEGER("bigint", "a whole number"),
    DECIMAL("numeric", "a number"),
    DATE("date", "a date such as 2026-11-24"),
    BOOLEAN("boolean", "true or false"),
    COUNTRY("text", "an ISO 3166 country code of two letters, such as US"),
    CHOICE("text", "one of the listed values");

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final DateTimeFormatter DATE_FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final int LONGEST_TEXT = 1000;

    private final String sqlType;
    private final String expectation;

    FilterType(String sqlType, String expectation) {
        this.sqlType = sqlType;
        this.expectation = expectation;
    }

    public String sqlType() {
        return sqlType;
    }

    String expectation(List<String> choices) {
        return !choices.isEmpty() ? "one of " + String.join(", ", choices) : expectation;
    }

    /// The canonical text of `raw`, or null if it is no such value.
    @Nullable
    String canonical(String raw, List<String> choices) {
        return switch (this) {
            case TEXT, SEARCH ->
                raw.length() > LONGEST_TEXT || raw.indexOf('\0') >= 0
                        ? null
                        : Normalizer.normalize(raw, Normalizer.Form.NFC);
            case ID -> whole(raw, 1);
            case INTEGER -> among(choices, whole(raw, Long.MIN_VALUE));
            case DECIMAL -> decimal(raw);
            case DATE -> date(raw);
            case BOOLEAN -> raw.equals("true") || raw.equals("false") ? raw : null;
            case COUNTRY -> COUNTRIES.contains(raw.toUpperCase(Locale.ROOT)) ? raw.toUpperCase(Locale.ROOT) : null;
            case CHOICE -> among(choices, raw);
        };
    }

    /// Without choices, any value will do.
    private static @Nullable String among(List<String> choices, @Nullable String value) {
        return choices.isEmpty() || choices.contains(value) ? value : null;
    }

    private static @Nullable String whole(String raw, long least) {
        try {
            long value = new BigDecimal(raw).longValueExact();
            return value >= least ? Long.toString(value) : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String decimal(String raw) {
        try {
            var value = new BigDecimal(raw).stripTrailingZeros();
            return value.precision() > 30 || Math.abs(value.scale()) > 30 ? null : value.toPlainString();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String date(String raw) {
        try {
            LocalDate date = LocalDate.parse(raw, DATE_FORM);
            return date.getYear() >= 1 && date.getYear() <= 9999 ? date.toString() : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
