package dev.sheaf.rows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SQL in its smallest pieces, as far as it takes to tell names from values and what stands in parentheses from what
/// does not.
///
/// Escapes, dollar quotes and comments of several lines are not understood: such SQL is not taken apart at all.
final class SqlText {

    /// `depth` is how many parentheses are open around it; the parentheses themselves have that of their inside.
    record Piece(String text, Kind kind, int depth) {

        boolean is(String word) {
            return kind == Kind.NAME && text.equalsIgnoreCase(word);
        }
    }

    enum Kind {
        /// A name or a key word.
        NAME,
        SPACE,
        OTHER
    }

    private static final Pattern NOT_UNDERSTOOD = Pattern.compile("[\\\\$]|/\\*");
    /// To PostgreSQL all that is not ASCII is a letter.
    private static final Pattern PIECE = Pattern.compile(
            "(?<space>\\s+|--[^\\n]*)"
                    + "|(?<name>[A-Za-z_[^\\p{ASCII}]][\\w[^\\p{ASCII}]]*|\"(?:[^\"]++|\"\")*+\")"
                    + "|'(?:[^']++|'')*+'|.",
            Pattern.DOTALL);

    /// Words of conditions that PostgreSQL takes for no column's name.
    private static final Pattern RESERVED = Pattern.compile(
            "all|and|any|array|case|distinct|else|end|false|from|ilike|in|is|like|not|null|or|then|true|when",
            Pattern.CASE_INSENSITIVE);

    private SqlText() {}

    static Optional<List<Piece>> pieces(String sql) {
        if (NOT_UNDERSTOOD.matcher(sql).find()) {
            return Optional.empty();
        }
        var pieces = new ArrayList<Piece>();
        int depth = 0;
        Matcher matcher = PIECE.matcher(sql);
        while (matcher.find()) {
            String text = matcher.group();
            if (text.equals("(")) {
                depth++;
            }
            if (matcher.group("space") != null) {
                // A comment is no more than a space.
                pieces.add(new Piece(" ", Kind.SPACE, depth));
            } else {
                pieces.add(new Piece(text, matcher.group("name") == null ? Kind.OTHER : Kind.NAME, depth));
            }
            if (text.equals(")")) {
                depth--;
            }
        }
        return Optional.of(pieces);
    }

    /// The names that stand for something by themselves, so not those behind a dot, in lower case.
    static Set<String> names(List<Piece> pieces) {
        var names = new HashSet<String>();
        boolean behindDot = false;
        for (Piece piece : pieces) {
            if (piece.kind() == Kind.NAME && !behindDot) {
                names.add(piece.text().replace("\"", "").toLowerCase(Locale.ROOT));
            }
            behindDot = piece.text().equals(".") || (behindDot && piece.kind() == Kind.SPACE);
        }
        return names;
    }

    /// The names before a dot, in lower case.
    static Set<String> qualifiers(List<Piece> pieces) {
        var qualifiers = new HashSet<String>();
        List<Piece> words =
                pieces.stream().filter(piece -> piece.kind() != Kind.SPACE).toList();
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).text().equals(".")) {
                qualifiers.addAll(names(words.subList(i - 1, i)));
            }
        }
        return qualifiers;
    }

    /// False only if no name can be that of a column without its table: each is reserved, has a dot on either side,
    /// or is that of a function or a type (`f(`, `::t`, `date '…'`).
    static boolean mayHaveBareColumns(List<Piece> pieces) {
        List<Piece> words =
                pieces.stream().filter(piece -> piece.kind() != Kind.SPACE).toList();
        for (int i = 0; i < words.size(); i++) {
            String before = join(words.subList(Math.max(0, i - 2), i));
            String after = join(words.subList(i + 1, Math.min(i + 2, words.size())));
            if (words.get(i).kind() == Kind.NAME
                    && !RESERVED.matcher(words.get(i).text()).matches()
                    && !(before.endsWith(".") || before.equals("::"))
                    && !(after.equals(".") || after.equals("(") || after.startsWith("'"))) {
                return true;
            }
        }
        return false;
    }

    static String join(List<Piece> pieces) {
        var text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString().strip();
    }
}
