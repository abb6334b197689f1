package dev.sheaf.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The values that break careless readers and writers come out of the database as they were meant.
class SampleTextTest extends SampleTest {

    private static DataSource database;

    @BeforeAll
    static void load() {
        administer("create database texts");
        database = migrated("texts");
        new SampleData(database).load(40_000, LocalDate.of(2026, 3, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nastyText")
    void titlesOfDealsAndSubIdsOfClicksHave(String kind, String text) {
        assertThat(values("select distinct title from affiliate.deals")).contains(text);
        assertThat(values("select distinct sub_id from affiliate.clicks where sub_id is not null"))
                .contains(text);
    }

    static Stream<Arguments> nastyText() {
        return Stream.of(
                Arguments.of("comma", "Socks, shoes, and hats"),
                Arguments.of("quotes", "The \"best\" shop, they say \"always\""),
                Arguments.of("line feed", "First line\nsecond line"),
                Arguments.of("carriage return", "First line\rsecond line"),
                Arguments.of("both", "First line\r\nsecond line\r\n"),
                Arguments.of("tab", "left\tright"),
                Arguments.of(
                        "emoji",
                        "Sale \uD83C\uDF89 \uD83D\uDC69\u200D\uD83D\uDCBB \uD83D\uDC4D\uD83C\uDFFD \uD83C\uDDE9\uD83C\uDDEA"),
                Arguments.of("arabic", "متجر الكتب العربية 20%"),
                Arguments.of("hebrew", "חנות הספרים, סניף תל אביב"),
                Arguments.of("cjk", "東京の本屋 北京书店 서울 서점"),
                Arguments.of("beyond the basic plane", "\uD842\uDFB7野家 \uD869\uDED6"),
                Arguments.of("equals", "=HYPERLINK(\"https://example.test\",\"Click me\")"),
                Arguments.of("plus", "+49 30 1234567"),
                Arguments.of("minus", "-20% on everything"),
                Arguments.of("at", "@SUM(1+1)*cmd|' /C calc'!A0"),
                Arguments.of("tab and equals", "\t=1+1"),
                Arguments.of("U+0001", "start\u0001end"),
                Arguments.of("U+000B", "start\u000Bend"),
                Arguments.of("U+FFFE", "start\uFFFEend"),
                Arguments.of("U+FFFF", "start\uFFFFend"),
                Arguments.of("escape literal", "Part _x0041_ of _x000D_ and _x005F_"),
                Arguments.of("markup", "<b>&amp;</b> <![CDATA[ ]]> &#0;"),
                Arguments.of("null of COPY", "\\N"),
                Arguments.of("end of COPY", "\\."),
                Arguments.of("backslashes", "C:\\new\\table\\0 \\\\ \\x41"),
                Arguments.of("leading blanks", "   three before"),
                Arguments.of("trailing blanks", "three after   "),
                Arguments.of("only a blank", " "),
                Arguments.of("empty", ""),
                Arguments.of("long digits", "12345678901234567890"),
                Arguments.of("leading zeros", "00012345"),
                Arguments.of("byte order mark", "\uFEFFfirst"));
    }

    @Test
    void nullsAndEmptyStringsAndEmptyListsStandApart() {
        assertThat(count("affiliate.advertisers where description is null")).isPositive();
        assertThat(count("affiliate.advertisers where description = ''")).isPositive();
        assertThat(count("affiliate.advertisers where countries is null")).isPositive();
        assertThat(count("affiliate.advertisers where countries = '{}'")).isPositive();
        assertThat(count("affiliate.clicks where sub_id is null")).isPositive();
    }

    @Test
    void someTextsFillACellOfExcelAndSomeAreLonger() {
        String longest = "select description from affiliate.advertisers where length(description) >= 32767";

        assertThat(values(longest).stream().map(String::length)).contains(32_767, 32_768, 40_000);
        assertThat(count("affiliate.deals where length(description) = 32767")).isEqualTo(2);
    }

    @Test
    void someNumbersHaveManyDigits() {
        assertThat(count("affiliate.advertisers where epc = 98765432109876543210.123456789"))
                .isPositive();
        assertThat(count("affiliate.advertisers where epc = 0.000000000000123456"))
                .isPositive();
        assertThat(count("affiliate.deals where discount_value = 1234567890123456.789012345"))
                .isPositive();
        assertThat(count("affiliate.transactions where sale_amount = 999999999999.99"))
                .isPositive();
        assertThat(count("affiliate.clicks where sub_id ~ '^9[0-9]{19}$'")).isPositive();
    }

    private static Set<String> values(String sql) {
        return new HashSet<>(
                JdbcClient.create(database).sql(sql).query(String.class).list());
    }

    private static long count(String from) {
        return count(database, from);
    }
}
