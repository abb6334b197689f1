package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.Checked;
import dev.sheaf.catalogue.Filter;
import dev.sheaf.catalogue.FilterType;
import dev.sheaf.catalogue.ReportRequest;
import dev.sheaf.catalogue.ReportType;
import dev.sheaf.catalogue.TypeFiles;
import dev.sheaf.embedded.TestServers;
import dev.sheaf.testing.ServerTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Text that wants to be SQL stays text: it is refused or looked for, whatever stands in it.
class InjectionTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ATTEMPTS = 10_000;
    private static final int WORDS = 400;

    private static final List<String> PIECES = List.of(
            "'",
            "''",
            "\"",
            "\\",
            "\\'",
            "\\\\'",
            "$$",
            "$x$",
            "$1",
            "?",
            "??",
            ":search",
            ":word",
            "::text",
            ";",
            "--",
            "/*",
            "*/",
            "(",
            ")",
            "%",
            "_",
            "{",
            "}",
            ",",
            "\n",
            "\r\n",
            "\t",
            "\\N",
            "\\.",
            "E'\\047'",
            "U&'\\0027'",
            " or 1=1",
            "' or ''='",
            "'; drop table sheaf.canary; --",
            "') union select 1, version() --",
            "NULL",
            "'||(select key_hash from sheaf.api_keys limit 1)||'",
            "current_setting('sheaf.p1')",
            "pg_sleep(10)",
            "); delete from sheaf.canary; (",
            "\"; commit; drop schema affiliate cascade; --",
            "{\"a\":\"b\"}",
            "＇",
            "ʼ",
            "\u2028",
            "€",
            "é",
            "e\u0301",
            "otter",
            "DE",
            "1",
            "x' = any(:deal_publishers) or 'x",
            "format('%L')",
            "${a}");

    private static final String WORDS_TYPE = """
            name: words
            display_name: Words
            format: csv
            filename: words
            from: sheaf.canary w
            key: w.id
            scope: everyone
            columns:
              id: {label: ID, type: id, sql: w.id}
            filters:
              word: {type: text, column: w.word}
              words: {type: text, many: true, column: w.word}
              like: {type: search, column: w.word}
            sorts:
              id: {sql: w.id, sql_type: bigint}
            """;

    @Autowired
    private Catalogue catalogue;

    @Autowired
    private Rows rows;

    @Value("${sheaf.data}")
    private Path data;

    /// Every string that a caller may send, in each type. Nothing is taken that the database refuses, and whatever it
    /// is
    /// asked with these texts in it, it understands as the same statement with other values.
    @Test
    void tenThousandAttemptsAreRefusedOrAreOurStatementWithOtherValues() throws SQLException {
        TestServers.letStatementsBeNumbered(data);
        var random = new Random(20261125);
        List<ReportType> types = List.copyOf(catalogue.types().all());
        var numbers = new HashMap<String, Long>();
        int taken = 0;
        try (Connection connection = owner().getConnection();
                var explain = connection.createStatement()) {
            explain.execute("set compute_query_id = on");
            explain.setEscapeProcessing(false);
            for (int i = 0; i < ATTEMPTS; i++) {
                ObjectNode body = attempt(types.get(random.nextInt(types.size())), random);
                switch (catalogue.check(body, scope(random), Standing.MEMBER)) {
                    case Checked.Invalid invalid ->
                        assertThat(invalid.violations()).as("%s", body).isNotEmpty();
                    case Checked.Valid valid -> {
                        Statement statement = Statement.rows(new Question(valid.request()), 10);
                        long number = number(explain, Quoting.fill(connection, statement.sql(), statement.values()));
                        assertThat(numbers.computeIfAbsent(statement.sql(), _ -> number))
                                .as("%s", body)
                                .isEqualTo(number);
                        taken++;
                    }
                }
            }
        }
        assertThat(taken).isBetween(ATTEMPTS / 10, ATTEMPTS * 9 / 10);
        assertThat(numbers).hasSizeGreaterThan(types.size());
    }

    private static long number(java.sql.Statement explain, String select) throws SQLException {
        assertThat(explain.execute("explain (verbose, format json) " + select)).isTrue();
        long number;
        try (ResultSet plan = explain.getResultSet()) {
            assertThat(plan.next()).isTrue();
            number = JSON.readTree(plan.getString(1)).at("/0/Query Identifier").asLong();
        }
        assertThat(number).isNotZero();
        assertThat(explain.getMoreResults() || explain.getUpdateCount() >= 0)
                .as("a second statement")
                .isFalse();
        return number;
    }

    private static RowScope scope(Random random) {
        return random.nextBoolean()
                ? RowScope.EVERYTHING
                : new RowScope(Publishers.only(List.of(1L, 2L)), Publishers.only(List.of(1L)));
    }

    private static ObjectNode attempt(ReportType type, Random random) {
        ObjectNode body = JSON.createObjectNode().put("report_type", type.name());
        ObjectNode search = body.putObject("search_params");
        if (type.filters().containsKey("start_date")
                && type.filters().get("start_date").required()) {
            search.put("start_date", "2026-11-01").put("end_date", "2026-11-02");
        }
        List<String> texts = type.filters().values().stream()
                .filter(filter -> filter.type() == FilterType.TEXT || filter.type() == FilterType.SEARCH)
                .map(Filter::name)
                .toList();
        if (!texts.isEmpty() && random.nextBoolean()) {
            search.put(texts.get(random.nextInt(texts.size())), text(random));
            return body;
        }
        List<String> filters = new ArrayList<>(type.filters().keySet());
        int place = random.nextInt(filters.size() + 6);
        if (place < filters.size()) {
            if (random.nextBoolean()) {
                search.put(filters.get(place), text(random));
            } else {
                search.putArray(filters.get(place)).add(text(random)).add(text(random));
            }
        } else {
            switch (place - filters.size()) {
                case 0 ->
                    body.putObject("index_params")
                            .put("sort_by", type.defaultSort().name() + text(random));
                case 1 -> body.putObject("index_params").put("sort_order", text(random));
                case 2 -> body.putObject("index_params").put("columns", "id," + text(random));
                case 3 -> body.putObject("options").put("time_zone", "UTC" + text(random));
                case 4 -> search.put(text(random), text(random));
                default -> body.put("report_type", type.name() + text(random));
            }
        }
        return body;
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /// The same texts as rows, looked for through COPY one by one: each finds itself, and the table is as it was.
    @Test
    void whatLooksLikeSqlIsFoundAsText() {
        var random = new Random(42);
        JdbcClient owner = JdbcClient.create(owner());
        owner.sql("create table sheaf.canary (id bigint primary key, word text not null);"
                        + "grant select on sheaf.canary to public")
                .update();
        try {
            var words = new HashMap<Long, String>();
            for (long id = 1; id <= WORDS; id++) {
                String word = Normalizer.normalize(text(random), Normalizer.Form.NFC);
                words.put(id, word);
                owner.sql("insert into sheaf.canary values (?, ?)")
                        .param(id)
                        .param(word)
                        .update();
            }
            ReportType type = TypeFiles.read("words.yaml", WORDS_TYPE);
            for (Map.Entry<Long, String> word : words.entrySet()) {
                String text = word.getValue();
                assertThat(found(type, "word", text))
                        .as(text)
                        .isEqualTo(ids(words, other -> other.equals(text)))
                        .contains(word.getKey());
                assertThat(found(type, "like", text))
                        .as(text)
                        .isEqualTo(ids(words, other -> lower(other).contains(lower(text))));
                String another = words.get(1L + random.nextInt(WORDS));
                ObjectNode body = JSON.createObjectNode();
                body.putObject("search_params").putArray("words").add(text).add(another);
                assertThat(read(TypeFiles.request(type, body)))
                        .as("%s and %s", text, another)
                        .isEqualTo(ids(words, other -> other.equals(text) || other.equals(another)));
            }
            assertThat(owner.sql("select count(*) from sheaf.canary")
                            .query(Long.class)
                            .single())
                    .isEqualTo(WORDS);
        } finally {
            owner.sql("drop table sheaf.canary").update();
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static List<Long> ids(Map<Long, String> words, Predicate<String> condition) {
        return words.entrySet().stream()
                .filter(word -> condition.test(word.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private List<Long> found(ReportType type, String filter, String text) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("search_params").put(filter, text);
        return read(TypeFiles.request(type, body));
    }

    private List<Long> read(ReportRequest request) {
        var ids = new ArrayList<Long>();
        rows.all(
                request,
                Long.MAX_VALUE,
                (copy, from, to) ->
                        ids.add(Long.valueOf(new String(copy, from, to - from, StandardCharsets.UTF_8).strip())));
        return ids;
    }
}
