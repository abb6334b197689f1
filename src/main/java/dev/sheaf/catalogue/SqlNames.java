package dev.sheaf.catalogue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parameters in the SQL of a type file: `:name`, where `::` is a cast and no parameter.
public final class SqlNames {

    static final String TODAY = "today";

    /// Every type may use these besides its own filters: the caller's zone and day, and the row scope in five pieces.
    public static final Set<String> BUILT_IN = Set.of(
            "time_zone", TODAY, "all_publishers", "publishers", "publisher_keys", "all_deals", "deal_publishers");

    /// Those of them that tell whose rows a caller sees.
    static final Set<String> OF_PUBLISHERS = Set.of("all_publishers", "publishers", "publisher_keys");

    /// Names that no filter may have: those, and the ones that the server itself puts into statements.
    static final Set<String> TAKEN = Stream.concat(
                    BUILT_IN.stream(), Stream.of("from_key", "from_sort_key", "before_key", "before_sort_key"))
            .collect(Collectors.toUnmodifiableSet());

    public static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-z][a-z0-9_]*)");

    private SqlNames() {}

    static Set<String> in(String sql) {
        var names = new LinkedHashSet<String>();
        Matcher matcher = PARAMETER.matcher(sql);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
