package dev.sheaf.rows;

import dev.sheaf.catalogue.SqlNames;
import dev.sheaf.rows.SqlText.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `from` of a type, taken apart at its joins: what all rows begin with, and what is joined to it in turn.
record FromClause(String first, List<Join> joins) {

    /// `link` is null unless it is a plain table, found by the value of one column of another.
    record Join(
            boolean inner,
            String item,
            String condition,
            @Nullable Link link) {

        String sql() {
            return (inner ? "join " : "left join ") + item + " on " + condition;
        }
    }

    /// `alias.key = to.by`, where `alias` is that of `table`, and perhaps more: a condition on the other tables
    /// (`guard`) or on this one (`restriction`). It names each column with its table, and so means the same among
    /// other tables. Names are in lower case.
    record Link(
            String table,
            String alias,
            String key,
            String to,
            String by,
            @Nullable String guard,
            @Nullable String restriction) {

        String keySql() {
            return alias + "." + key;
        }

        /// The value of [#keySql()] that is looked for; null finds nothing.
        String bySql() {
            return guard == null ? valueSql() : "case when (%s) then %s end".formatted(guard, valueSql());
        }

        String valueSql() {
            return to + "." + by;
        }

        private static @Nullable Link of(String item, String condition) {
            Matcher table = TABLE.matcher(item);
            Matcher equal = EQUAL.matcher(condition);
            if (!table.matches() || !equal.matches()) {
                return null;
            }
            String name = lower(table.group("table"));
            String alias = lower(table.group("alias") == null ? table.group("name") : table.group("alias"));
            boolean left = lower(equal.group("left")).equals(alias);
            boolean right = lower(equal.group("right")).equals(alias);
            String more = equal.group("more");
            Set<String> tables = more == null
                    ? Set.of()
                    : SqlText.qualifiers(SqlText.pieces(more).orElseThrow());
            boolean own = tables.contains(alias);
            if (left == right || (own && tables.size() > 1) || (more != null && !canStandAlone(more))) {
                return null;
            }
            return new Link(
                    name,
                    alias,
                    lower(equal.group(left ? "ofLeft" : "ofRight")),
                    lower(equal.group(left ? "right" : "left")),
                    lower(equal.group(left ? "ofRight" : "ofLeft")),
                    own ? null : more,
                    own ? more : null);
        }

        private static boolean canStandAlone(String more) {
            String sql = SqlNames.PARAMETER.matcher(more).replaceAll("null");
            List<Piece> pieces = SqlText.pieces(sql).orElseThrow();
            return pieces.stream().noneMatch(piece -> piece.depth() == 0 && piece.is("or"))
                    && !SqlText.mayHaveBareColumns(pieces);
        }
    }

    private static final String NAME = "[A-Za-z_]\\w*";
    private static final Pattern TABLE = Pattern.compile(
            "(?<table>(?:N\\s*\\.\\s*)?(?<name>N))(?:\\s+(?:as\\s+)?(?<alias>N))?".replace("N", NAME),
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EQUAL = Pattern.compile(
            "(?<left>N)\\s*\\.\\s*(?<ofLeft>N)\\s*=\\s*(?<right>N)\\s*\\.\\s*(?<ofRight>N)(?:\\s+and\\b(?<more>.+))?"
                    .replace("N", NAME),
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    FromClause {
        joins = List.copyOf(joins);
    }

    /// Empty if it has anything else than inner joins and left joins with conditions of their own.
    static Optional<FromClause> of(String sql) {
        return SqlText.pieces(sql).flatMap(pieces -> new Parser(pieces).parse());
    }

    String sql() {
        var sql = new StringBuilder(first);
        joins.forEach(join -> sql.append('\n').append(join.sql()));
        return sql.toString();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static final class Parser {

        private final List<Piece> pieces;
        private int at;

        Parser(List<Piece> pieces) {
            this.pieces = pieces;
        }

        Optional<FromClause> parse() {
            String first = upToAny("join", "inner", "left");
            var joins = new ArrayList<Join>();
            while (at < pieces.size()) {
                boolean left = takes("left");
                boolean inner = !left && takes("inner");
                if (left) {
                    takes("outer");
                }
                if (!takes("join")) {
                    return Optional.empty();
                }
                String item = upToAny("on", "join", "inner", "left");
                if (!takes("on")) {
                    return Optional.empty();
                }
                String condition = upToAny("on", "join", "inner", "left");
                joins.add(new Join(inner || !left, item, condition, Link.of(item, condition)));
            }
            return pieces.stream().anyMatch(Parser::isBeyond)
                    ? Optional.empty()
                    : Optional.of(new FromClause(first, joins));
        }

        /// What is joined in other ways.
        private static boolean isBeyond(Piece piece) {
            return piece.depth() == 0
                    && (piece.text().equals(",")
                            || List.of("right", "full", "cross", "natural", "using").stream()
                                    .anyMatch(piece::is));
        }

        /// A function may be called `left`.
        private boolean begins(String word) {
            return pieces.get(at).depth() == 0
                    && pieces.get(at).is(word)
                    && !(at + 1 < pieces.size() && pieces.get(at + 1).text().equals("("))
                    && !(at > 0 && pieces.get(at - 1).text().equals("."));
        }

        private String upToAny(String... words) {
            int from = at;
            while (at < pieces.size() && List.of(words).stream().noneMatch(this::begins)) {
                at++;
            }
            return SqlText.join(pieces.subList(from, at));
        }

        private boolean takes(String word) {
            if (at == pieces.size() || !begins(word)) {
                return false;
            }
            at++;
            while (at < pieces.size() && pieces.get(at).kind() == SqlText.Kind.SPACE) {
                at++;
            }
            return true;
        }
    }
}
