package dev.sheaf.catalogue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a value of a filter looks like, said once: the check reads by it and the JSON Schema shows it, so the two
/// cannot disagree.
final class ValueForm {

    static final int LONGEST_TEXT = 1000;
    static final int MOST_VALUES = 1000;
    static final int LONGEST_LIST = 10_000;
    static final String END_OF_ELEMENT = "(?:,|(?![\\s\\S]))";

    /// In one text with commas, blanks around an element do not count.
    static final Pattern BLANKS_AROUND = Pattern.compile("^[ \\t]+|[ \\t]+$");

    private static final BigInteger GREATEST_DECIMAL = BigInteger.TEN.pow(30).subtract(BigInteger.ONE);
    static final int DECIMALS = 30;

    static final String DATE = "(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
            + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
    private static final Pattern DATE_PATTERN = Pattern.compile(DATE);
    private static final String COUNTRY = countries();

    /// Those of the filters in type files, made once.
    private static final Map<Filter, ValueForm> FORMS = new ConcurrentHashMap<>();

    private final Filter filter;
    private final Limits limits;
    private final String text;
    private final Pattern pattern;

    /// The ids that one caller may name; null if any.
    private final @Nullable SortedSet<Long> ids;

    static ValueForm of(Filter filter) {
        return FORMS.computeIfAbsent(filter, each -> new ValueForm(each, null));
    }

    ValueForm(Filter filter, @Nullable SortedSet<Long> ids) {
        this.filter = filter;
        this.ids = ids;
        this.limits = filter.limits()
                .within(
                        switch (filter.type()) {
                            case ID -> new Limits(BigInteger.ONE, BigInteger.valueOf(Long.MAX_VALUE));
                            case INTEGER ->
                                new Limits(BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));
                            case DECIMAL -> new Limits(GREATEST_DECIMAL.negate(), GREATEST_DECIMAL);
                            case TEXT, SEARCH, DATE, BOOLEAN, COUNTRY, CHOICE -> Limits.NONE;
                        });
        this.text = text();
        this.pattern = Pattern.compile(text);
    }

    private String text() {
        if (ids != null) {
            return ids.isEmpty() ? "(?!)" : NumberPattern.ZEROS + alternatives(choices()) + "(?:\\.0{1,20})?";
        }
        if (!filter.choices().isEmpty()) {
            return alternatives(filter.choices());
        }
        return switch (filter.type()) {
            case TEXT, SEARCH -> "[^\\u0000]{1," + LONGEST_TEXT + "}";
            case ID, INTEGER -> NumberPattern.whole(least(), most());
            case DECIMAL -> NumberPattern.decimal(least(), most());
            case DATE -> DATE;
            case BOOLEAN -> "(?:true|false)";
            case COUNTRY -> COUNTRY;
            case CHOICE -> throw new IllegalStateException("A choice without choices: " + filter.name());
        };
    }

    /// The values that alone are possible; none if there is no such list.
    List<String> choices() {
        return ids == null
                ? filter.choices()
                : ids.stream().map(Object::toString).toList();
    }

    /// Whether there is no value at all.
    boolean isImpossible() {
        return ids != null && ids.isEmpty();
    }

    BigInteger least() {
        return Objects.requireNonNull(limits.min());
    }

    BigInteger most() {
        return Objects.requireNonNull(limits.max());
    }

    /// The regular expression that a value given as text matches from its first to its last character.
    String regex() {
        return text;
    }

    static String alternatives(Collection<String> words) {
        return words.stream()
                .map(word -> word.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0"))
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    private static String countries() {
        SortedMap<Character, StringBuilder> seconds = new TreeMap<>();
        Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                .sorted()
                .forEach(code -> seconds.computeIfAbsent(code.charAt(0), _ -> new StringBuilder())
                        .append(code.charAt(1))
                        .append(Character.toLowerCase(code.charAt(1))));
        return seconds.entrySet().stream()
                .map(country -> "[" + country.getKey() + Character.toLowerCase(country.getKey()) + "]["
                        + country.getValue() + "]")
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    /// What a value must be, for people.
    Phrase expectation() {
        Phrase one = filter.choices().isEmpty()
                ? Phrase.of("form." + filter.type(), filter.limits().words())
                : Phrase.of("form.one_of", String.join(", ", filter.choices()));
        return filter.many() ? Phrase.of("form.many", one) : one;
    }

    /// The values in `node`, not yet checked and empty ones left out: none if it is absent, null if it has the wrong
    /// shape. An array with more than [#MOST_VALUES] is left as it is.
    @Nullable
    List<JsonNode> elements(JsonNode node) {
        if (RequestCheck.isAbsent(node)) {
            return List.of();
        }
        if (filter.many() && node.isArray()) {
            if (!node.valueStream().allMatch(JsonNode::isValueNode)) {
                return null;
            }
            Stream<JsonNode> elements = node.valueStream();
            return node.size() > MOST_VALUES
                    ? elements.toList()
                    : elements.filter(element -> !RequestCheck.isAbsent(element))
                            .toList();
        }
        if (filter.many() && node.isString()) {
            return split(node.stringValue());
        }
        return node.isValueNode() ? List.of(node) : null;
    }

    private List<JsonNode> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(this::stripped)
                .filter(element -> !element.isEmpty())
                .<JsonNode>map(JsonNodeFactory.instance::stringNode)
                .toList();
    }

    private String stripped(String piece) {
        boolean tooLong = filter.type() == FilterType.TEXT && piece.codePointCount(0, piece.length()) > LONGEST_TEXT;
        return tooLong ? piece : BLANKS_AROUND.matcher(piece).replaceAll("");
    }

    /// The regular expression that is found in a text with commas if one of its elements is no value. To look for what
    /// is wrong spares validators the recursion into a thousand elements.
    String wrongElement() {
        return filter.type() == FilterType.TEXT
                ? "[^,]{" + (LONGEST_TEXT + 1) + "}|\\u0000"
                : wrongElement("(?:" + text + "[ \\t]*)?");
    }

    static String wrongElement(String right) {
        return "(?:^|,)(?![ \\t]*" + right + END_OF_ELEMENT + ")";
    }

    /// The canonical text of a text, or null if it is no such value.
    @Nullable
    String canonical(String given) {
        if (!pattern.matcher(given).matches()) {
            return null;
        }
        return switch (filter.type()) {
            case TEXT, SEARCH -> Normalizer.normalize(given, Normalizer.Form.NFC);
            case ID, INTEGER -> new BigDecimal(given).toBigIntegerExact().toString();
            case DECIMAL -> plain(new BigDecimal(given));
            case COUNTRY -> given.toUpperCase(Locale.ROOT);
            case DATE, BOOLEAN, CHOICE -> given;
        };
    }

    /// The same of a JSON value.
    @Nullable
    String canonical(JsonNode value) {
        if (value.isString()) {
            return canonical(value.stringValue());
        }
        if (value.isBoolean() && filter.type() == FilterType.BOOLEAN) {
            return value.asString();
        }
        return value.isNumber() && filter.type().isNumber() ? number(value.decimalValue()) : null;
    }

    /// The same of a value in canonical form, which may make a text longer than it may be.
    @Nullable
    String stored(JsonNode value) {
        boolean text = filter.type() == FilterType.TEXT || filter.type() == FilterType.SEARCH;
        return text && filter.choices().isEmpty() && value.isString() ? value.stringValue() : canonical(value);
    }

    private @Nullable String number(BigDecimal value) {
        int decimals = value.stripTrailingZeros().scale();
        if (!limits.hold(value) || decimals > (filter.type() == FilterType.DECIMAL ? DECIMALS : 0)) {
            return null;
        }
        String canonical = plain(value);
        return filter.choices().isEmpty() || filter.choices().contains(canonical) ? canonical : null;
    }

    /// The canonical text of a date, or null if it is none.
    static @Nullable String date(String given) {
        return DATE_PATTERN.matcher(given).matches() ? given : null;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
